package dev.ranvier.nn.activation;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * The Gaussian error linear unit: the number times the probability that a normal one is smaller.
 *
 * <p>Formula: y = x · Φ(x), Φ(x) = (1 + erf(x / √2)) / 2; derivative Φ(x) + x · e^(−x²/2) / √(2π).
 * Source: Hendrycks and Gimpel, 2016 (arXiv 1606.08415).
 */
public record Gelu() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.times(X.normalProbability());
  }

  @Override
  public Expression derivative() {
    Expression density = X.squared().times(-0.5).exp().times(1 / Math.sqrt(2 * Math.PI));
    return X.normalProbability().plus(X.times(density));
  }
}
