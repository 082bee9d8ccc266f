package dev.ranvier.nn;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal with standard deviation √(2 / fan_in), for ReLU layers.
 *
 * <p>Source: He et al., "Delving Deep into Rectifiers", 2015 (arXiv 1502.01852).
 */
public record HeNormal() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.normal(shape, Math.sqrt(2.0 / fans.in()), random);
  }
}
