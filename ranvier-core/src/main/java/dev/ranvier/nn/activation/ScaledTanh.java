package dev.ranvier.nn.activation;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;

/**
 * The hyperbolic tangent stretched so that targets of ±1 lie where it still bends.
 *
 * <p>Formula: y = a · tanh(s · x); derivative a · s · (1 − tanh²(s · x)). Source: LeCun et al.,
 * "Efficient BackProp", 1998, who have s = 2/3.
 *
 * @param amplitude a, the greatest value, not 0
 * @param slope s
 */
public record ScaledTanh(double amplitude, double slope) implements ElementwiseActivation {
  /** a = 1.7159 and s = 0.6666. */
  public ScaledTanh() {
    this(1.7159, 0.6666);
  }

  /** Checks the settings. */
  public ScaledTanh {
    Settings.notZero("scaled-tanh", "amplitude", amplitude);
    Settings.finite("scaled-tanh", "slope", slope);
  }

  /** The same function with another greatest value. */
  public ScaledTanh withAmplitude(double other) {
    return new ScaledTanh(other, slope);
  }

  /** The same function with another slope. */
  public ScaledTanh withSlope(double other) {
    return new ScaledTanh(amplitude, other);
  }

  @Override
  public Expression formula() {
    return X.times(slope).tanh().times(amplitude);
  }

  @Override
  public Expression derivative() {
    // 1 − tanh² as a quotient, which is exact where the tangent is close to 1.
    Expression power = X.times(slope).absolute().times(-2).exp();
    return power.over(power.plus(1).squared()).times(4 * amplitude * slope);
  }
}
