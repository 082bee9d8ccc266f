package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The hyperbolic tangent in three straight pieces.
 *
 * <p>Formula: y = min(max(x, low), high); derivative 1 between them, else 0 (0 at the kinks).
 * Source: Collobert, "Large scale machine learning", 2004.
 *
 * @param low the least value
 * @param high the greatest value, above the least
 */
public record HardTanh(double low, double high) implements ElementwiseActivation {
  /** From −1 to 1. */
  public HardTanh() {
    this(-1, 1);
  }

  /** Checks the limits. */
  public HardTanh {
    Settings.range("hard-tanh", "low", low, "high", high);
    if (low == high) {
      throw new IllegalArgumentException(
          "hard-tanh: low must be below high, got " + low + " and " + high);
    }
  }

  /** The same function with another least value. */
  public HardTanh withLow(double other) {
    return new HardTanh(other, high);
  }

  /** The same function with another greatest value. */
  public HardTanh withHigh(double other) {
    return new HardTanh(low, other);
  }

  @Override
  public Expression formula() {
    return X.max(constant(low)).min(constant(high));
  }

  @Override
  public Expression derivative() {
    return X.greaterThan(constant(low)).times(X.lessThan(constant(high)));
  }
}
