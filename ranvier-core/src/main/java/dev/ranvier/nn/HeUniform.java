package dev.ranvier.nn;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Uniform in ±√(6 / fan_in), for ReLU layers.
 *
 * <p>Source: He et al., "Delving Deep into Rectifiers", 2015 (arXiv 1502.01852).
 */
public record HeUniform() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.uniform(shape, Math.sqrt(6.0 / fans.in()), random);
  }
}
