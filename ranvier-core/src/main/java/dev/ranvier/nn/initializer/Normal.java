package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal with a given standard deviation.
 *
 * <p>Formula: W ~ N(mean, deviation²).
 *
 * @param deviation the standard deviation, at least 0
 * @param mean the mean
 */
public record Normal(double deviation, double mean) implements Initializer {
  /** Mean 0. */
  public Normal(double deviation) {
    this(deviation, 0);
  }

  /** Checks the settings. */
  public Normal {
    Settings.notNegative("normal", "deviation", deviation);
    Settings.finite("normal", "mean", mean);
  }

  /** The same distribution around another mean. */
  public Normal withMean(double other) {
    return new Normal(deviation, other);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.fill(shape, i -> mean + deviation * random.normal(i));
  }
}
