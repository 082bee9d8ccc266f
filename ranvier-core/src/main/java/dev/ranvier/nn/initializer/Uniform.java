package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Uniform between two numbers.
 *
 * <p>Formula: W ~ U[low, high).
 *
 * @param low the least value
 * @param high what values stay below, not below the least
 */
public record Uniform(double low, double high) implements Initializer {
  /** Checks the limits. */
  public Uniform {
    Settings.range("uniform", "low", low, "high", high);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.fill(shape, i -> low + (high - low) * random.uniform(i));
  }
}
