package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * The number times the hyperbolic tangent of its softplus.
 *
 * <p>Formula: y = x · tanh(ln(1 + eˣ)) = x · w / (w + 2) with w = eˣ · (eˣ + 2), which neither
 * rounds to 0 nor overflows; derivative w / (w + 2) + 4x · eˣ · (eˣ + 1) / (w + 2)². Source: Misra,
 * 2019 (arXiv 1908.08681).
 */
public record Mish() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.times(weight().over(weight().plus(2)));
  }

  @Override
  public Expression derivative() {
    Expression below = weight().plus(2);
    Expression change = power().times(power().plus(1)).times(4).over(below.squared());
    return weight().over(below).plus(bounded().times(change));
  }

  /** x; from 20 on the quotient is 1 in any case. */
  private static Expression bounded() {
    return X.min(constant(20));
  }

  private static Expression power() {
    return bounded().exp();
  }

  private static Expression weight() {
    return power().times(power().plus(2));
  }
}
