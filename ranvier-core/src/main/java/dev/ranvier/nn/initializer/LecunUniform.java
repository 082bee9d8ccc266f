package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Uniform with standard deviation √(1 / fan_in), for SELU layers.
 *
 * <p>Formula: W ~ U(−√(3 / fan_in), √(3 / fan_in)). Source: LeCun et al., "Efficient BackProp",
 * 1998.
 */
public record LecunUniform() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.uniform(shape, Math.sqrt(3.0 / fans.in()), random);
  }
}
