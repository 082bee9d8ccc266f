package dev.ranvier.nn;

import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The logarithm of the hyperbolic cosine of the difference, a Huber loss without a seam.
 *
 * <p>Formula: with e = ŷ − y, L = (1/n) Σ ln cosh e = (1/n) Σ (|e| + ln((1 + e^(−2|e|)) / 2)),
 * which does not overflow; derivative tanh(e) / n.
 */
public record LogCosh() implements ElementwiseLoss {
  @Override
  public Expression formula() {
    Expression size = PREDICTION.minus(TARGET).apply(UnaryFunction.ABSOLUTE);
    return size.plus(size.times(-2).exp().plus(1).times(0.5).log());
  }

  @Override
  public Expression derivative() {
    return PREDICTION.minus(TARGET).tanh();
  }
}
