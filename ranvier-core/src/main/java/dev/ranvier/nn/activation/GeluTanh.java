package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * The Gaussian error linear unit approximated by the hyperbolic tangent, as in GPT-2 and BERT.
 *
 * <p>Formula: y = x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))); derivative of that. Source:
 * Hendrycks and Gimpel, 2016 (arXiv 1606.08415).
 */
public record GeluTanh() implements ElementwiseActivation {
  private static final double CUBIC = 0.044715;
  private static final double SCALE = 2 * Math.sqrt(2 / Math.PI);

  @Override
  public Expression formula() {
    return X.times(chance());
  }

  @Override
  public Expression derivative() {
    Expression chance = chance();
    Expression slope = X.squared().times(3 * CUBIC).plus(1).times(SCALE);
    Expression change = chance.times(constant(1).minus(chance)).times(slope);
    return chance.plus(X.times(change));
  }

  /** (1 + tanh u) / 2 as the sigmoid of 2u, which is exact where it is close to 0. */
  private static Expression chance() {
    Expression twice = X.plus(X.times(X.squared()).times(CUBIC)).times(SCALE);
    return constant(1).over(twice.negate().exp().plus(1));
  }
}
