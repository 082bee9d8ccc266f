package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The exponential linear unit.
 *
 * <p>Formula: y = x for x above 0, else α · (eˣ − 1); derivative 1 or y + α (α at 0). Source:
 * Clevert et al., 2015 (arXiv 1511.07289).
 *
 * @param alpha α, minus the limit at −∞
 */
public record Elu(double alpha) implements ElementwiseActivation {
  /** α = 1. */
  public Elu() {
    this(1);
  }

  /** Checks the settings. */
  public Elu {
    Settings.finite("elu", "alpha", alpha);
  }

  /** The same function with another limit at −∞. */
  public Elu withAlpha(double other) {
    return new Elu(other);
  }

  @Override
  public Expression formula() {
    return select(X.greaterThan(constant(0)), X, X.min(constant(0)).expm1().times(alpha));
  }

  @Override
  public Expression derivative() {
    return select(X.greaterThan(constant(0)), constant(1), Y.plus(alpha));
  }
}
