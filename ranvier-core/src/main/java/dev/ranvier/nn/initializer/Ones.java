package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Sets every element to 1.
 *
 * <p>Formula: W = 1.
 */
public record Ones() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return new Constant(1).initialize(shape, fans, random);
  }
}
