package dev.ranvier.nn.loss;

import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The absolute difference, which outliers move less than its square.
 *
 * <p>Formula: L = (1/n) Σ |ŷ − y| over an example's n outputs; derivative sign(ŷ − y) / n, 0 at 0.
 */
public record AbsoluteError() implements ElementwiseLoss {
  @Override
  public Expression formula() {
    return PREDICTION.minus(TARGET).apply(UnaryFunction.ABSOLUTE);
  }
}
