package dev.ranvier.nn.normalization;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.StopGradientOp;
import dev.ranvier.op.SumOp;
import java.util.List;

/** What layer, group and instance normalization share. */
final class Standardization {
  private Standardization() {}

  /**
   * Formula: (x − μ) / √(σ² + ε) with the mean and the (biased) variance over some axes. As {@link
   * dev.ranvier.op.normalization.BatchNormalizationOp}, it corrects what rounding makes of the
   * mean, so that constant numbers give 0.
   */
  static Node over(Node x, double epsilon, List<Integer> axes) {
    long count = axes.stream().mapToLong(x.shape()::size).reduce(1, (a, b) -> a * b);
    Node mean = Ops.multiply(new SumOp(axes).apply(x), 1.0 / count);
    Node centred = Ops.subtract(x, mean);
    // It is 0 but for rounding, so no gradient goes through it.
    Node missed =
        new StopGradientOp().apply(Ops.multiply(new SumOp(axes).apply(centred), 1.0 / count));
    Node squares = Ops.multiply(new SumOp(axes).apply(Ops.square(centred)), 1.0 / count);
    Node variance = Ops.maximum(Ops.subtract(squares, Ops.square(missed)), Ops.number(0));
    Node deviation = Ops.squareRoot(Ops.add(variance, Ops.number(epsilon)));
    return Ops.divide(Ops.subtract(centred, missed), deviation);
  }
}
