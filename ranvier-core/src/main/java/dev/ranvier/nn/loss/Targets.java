package dev.ranvier.nn.loss;

import dev.ranvier.nn.Loss;
import dev.ranvier.tensor.Tensor;
import java.util.function.DoublePredicate;

/** What numbers losses take as targets; see {@link Loss#requireTargets}. */
final class Targets {
  private Targets() {}

  /** Refuses targets other than −1 and 1. */
  static void requireSigns(Loss loss, Tensor targets, int from, int to) {
    require(
        loss,
        targets,
        from,
        to,
        target -> target == 1 || target == -1,
        "-1 and 1; write 2·t - 1 for each t of 0 and 1, or choose binary-cross-entropy, which takes"
            + " 0 and 1");
  }

  /** Refuses targets below 0 and above 1. */
  static void requireProbabilities(Loss loss, Tensor targets, int from, int to) {
    require(
        loss,
        targets,
        from,
        to,
        target -> target >= 0 && target <= 1,
        "from 0 to 1; write (t + 1) / 2 for each t of -1 and 1, or choose logistic, which takes -1"
            + " and 1");
  }

  /** Refuses targets below 0. */
  static void requireCounts(Loss loss, Tensor targets, int from, int to) {
    require(
        loss,
        targets,
        from,
        to,
        target -> target >= 0,
        "counts, which are at least 0; mend the targets, or choose squared-error");
  }

  private static void require(
      Loss loss, Tensor targets, int from, int to, DoublePredicate allowed, String wanted) {
    int examples = targets.shape().size(0);
    long row = targets.shape().elements() / examples;
    for (int example = 0; example < examples; example++) {
      for (int i = from; i < to; i++) {
        double target = targets.getDouble(example * row + i);
        if (!allowed.test(target)) {
          throw new IllegalArgumentException(
              String.format(
                  "%s: example %d of the batch has the target %s, but its targets are %s",
                  loss.name(), example, text(target), wanted));
        }
      }
    }
  }

  /** A target as people write it. */
  static String text(double target) {
    return target == Math.rint(target) ? String.valueOf((long) target) : String.valueOf(target);
  }
}
