package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The exponential linear unit without a kink whatever its α.
 *
 * <p>Formula: y = x for x above 0, else α · (e^(x / α) − 1); derivative 1 or y / α + 1. Source:
 * Barron, 2017 (arXiv 1704.07483).
 *
 * @param alpha α, minus the limit at −∞, above 0
 */
public record Celu(double alpha) implements ElementwiseActivation {
  /** α = 1. */
  public Celu() {
    this(1);
  }

  /** Checks α. */
  public Celu {
    Settings.positive("celu", "alpha", alpha);
  }

  /** The same function with another limit at −∞. */
  public Celu withAlpha(double other) {
    return new Celu(other);
  }

  @Override
  public Expression formula() {
    return select(
        X.greaterThan(constant(0)), X, X.min(constant(0)).over(alpha).expm1().times(alpha));
  }

  @Override
  public Expression derivative() {
    return select(X.greaterThan(constant(0)), constant(1), Y.over(alpha).plus(1));
  }
}
