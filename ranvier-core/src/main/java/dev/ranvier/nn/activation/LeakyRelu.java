package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The rectifier that lets a part of negative numbers through.
 *
 * <p>Formula: y = x for x above 0, else α · x; derivative 1 or α (α at the kink). Source: Maas et
 * al., "Rectifier nonlinearities improve neural network acoustic models", 2013.
 *
 * @param alpha α, the slope below 0
 */
public record LeakyRelu(double alpha) implements ElementwiseActivation {
  /** α = 0.01. */
  public LeakyRelu() {
    this(0.01);
  }

  /** Checks the settings. */
  public LeakyRelu {
    Settings.finite("leaky-relu", "alpha", alpha);
  }

  /** The same function with another slope below 0. */
  public LeakyRelu withAlpha(double other) {
    return new LeakyRelu(other);
  }

  @Override
  public Expression formula() {
    return select(X.greaterThan(constant(0)), X, X.times(alpha));
  }

  @Override
  public Expression derivative() {
    return select(X.greaterThan(constant(0)), constant(1), constant(alpha));
  }
}
