package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The number times its sigmoid; with β = 1 the sigmoid linear unit (SiLU).
 *
 * <p>Formula: y = x · σ(β · x), σ(z) = 1 / (1 + e⁻ᶻ); derivative σ + β · x · σ · (1 − σ). Source:
 * Ramachandran et al., 2017 (arXiv 1710.05941); Elfwing et al., 2017 (arXiv 1702.03118).
 *
 * @param beta β: 0 gives x / 2, large ones the rectifier
 */
public record Swish(double beta) implements ElementwiseActivation {
  /** β = 1. */
  public Swish() {
    this(1);
  }

  /** Checks the settings. */
  public Swish {
    Settings.finite("swish", "beta", beta);
  }

  /** The same function with another β. */
  public Swish withBeta(double other) {
    return new Swish(other);
  }

  @Override
  public Expression formula() {
    return X.times(sigmoid());
  }

  @Override
  public Expression derivative() {
    Expression sigmoid = sigmoid();
    return sigmoid.plus(X.times(beta).times(sigmoid.times(constant(1).minus(sigmoid))));
  }

  private Expression sigmoid() {
    return constant(1).over(X.times(-beta).exp().plus(1));
  }
}
