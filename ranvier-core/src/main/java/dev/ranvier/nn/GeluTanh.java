package dev.ranvier.nn;

import dev.ranvier.op.scalar.Expression;

/**
 * The Gaussian error linear unit approximated by the hyperbolic tangent, as in GPT-2 and BERT.
 *
 * <p>Formula: y = x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))); derivative of that. Source:
 * Hendrycks and Gimpel, 2016 (arXiv 1606.08415).
 */
public record GeluTanh() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    Expression cubic = X.plus(X.times(X.squared()).times(0.044715));
    Expression chance = cubic.times(Math.sqrt(2 / Math.PI)).tanh().plus(1).times(0.5);
    return X.times(chance);
  }
}
