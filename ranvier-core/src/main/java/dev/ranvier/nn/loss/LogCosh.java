package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;

/**
 * The logarithm of the hyperbolic cosine of the difference, a Huber loss without a seam.
 *
 * <p>Formula: with e = ŷ − y, L = (1/n) Σ ln cosh e; derivative tanh(e) / n. It is computed as ln(1
 * + v² / (2v + 2)) with v = e^|e| − 1, which is exact for small differences, and as |e| − ln 2
 * beyond 20, which does not overflow.
 */
public record LogCosh() implements ElementwiseLoss {
  /** From here on ln cosh e and |e| − ln 2 agree to the last bit. */
  private static final double FAR = 20;

  @Override
  public Expression formula() {
    Expression size = PREDICTION.minus(TARGET).absolute();
    Expression v = size.min(constant(FAR)).expm1();
    Expression near = v.squared().over(v.times(2).plus(2)).log1p();
    return select(size.lessThan(constant(FAR)), near, size.minus(Math.log(2)));
  }

  @Override
  public Expression derivative() {
    return PREDICTION.minus(TARGET).tanh();
  }
}
