package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The rectifier with its corner rounded.
 *
 * <p>Formula: y = ln(1 + e^(β · x)) / β = (max(β · x, 0) + ln(1 + e^(−|β · x|))) / β, which does
 * not overflow; derivative 1 / (1 + e^(−β · x)). Source: Dugas et al., "Incorporating second-order
 * functional knowledge for better option pricing", 2001.
 *
 * @param beta β, above 0: the greater, the sharper the corner
 */
public record Softplus(double beta) implements ElementwiseActivation {
  /** β = 1. */
  public Softplus() {
    this(1);
  }

  /** Checks β. */
  public Softplus {
    Settings.epsilon("softplus", "beta", beta);
  }

  /** The same function with another β. */
  public Softplus withBeta(double other) {
    return new Softplus(other);
  }

  @Override
  public Expression formula() {
    Expression x = X.times(beta);
    Expression rest = x.absolute().negate().exp().log1p();
    return x.max(constant(0)).plus(rest).over(beta);
  }

  @Override
  public Expression derivative() {
    return constant(1).over(X.times(-beta).exp().plus(1));
  }
}
