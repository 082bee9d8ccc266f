package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal with standard deviation √(1 / fan_in), for SELU layers.
 *
 * <p>Formula: W ~ N(0, 1 / fan_in). Keras's is truncated. Source: LeCun et al., "Efficient
 * BackProp", 1998.
 */
public record LecunNormal() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.normal(shape, Math.sqrt(1.0 / fans.in()), random);
  }
}
