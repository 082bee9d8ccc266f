package dev.ranvier.nn;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/** Checks and types of losses that tell classes apart: the last axis has one number a class. */
final class Classes {
  private Classes() {}

  /** The type if it has a batch and a class axis. */
  static TensorType required(String loss, String what, TensorType prediction) {
    if (prediction.shape().rank() < 2) {
      throw new IllegalArgumentException(
          loss
              + ": takes "
              + what
              + " [batch,classes], got "
              + prediction.shape()
              + "; end the model with a dense layer of one unit a class");
    }
    return prediction;
  }

  /**
   * Refuses an index of no class; see {@link Loss#requireTargets}.
   *
   * @param ignored an index that is allowed all the same
   */
  static void requireIndices(
      Loss loss, Tensor targets, int from, int to, int classes, int ignored) {
    long row = targets.shape().elements() / targets.shape().size(0);
    for (int example = 0; example < targets.shape().size(0); example++) {
      for (int i = from; i < to; i++) {
        double target = targets.getDouble(example * row + i);
        boolean isClass = target >= 0 && target < classes && target == Math.rint(target);
        if (!isClass && target != ignored) {
          throw new IllegalArgumentException(
              String.format(
                  "%s: example %d of the batch has the target %s, but the model's outputs are for"
                      + " classes 0 to %d; mend the labels or give the last layer one unit a class",
                  loss.name(), example, number(target), classes - 1));
        }
      }
    }
  }

  private static String number(double target) {
    return target == Math.rint(target) ? String.valueOf((long) target) : String.valueOf(target);
  }

  /** The type of class indices for such predictions: one for every position. */
  static TensorType indices(String loss, String what, TensorType prediction) {
    var shape = required(loss, what, prediction).shape();
    return new TensorType(DType.I32, shape.remove(shape.rank() - 1));
  }
}
