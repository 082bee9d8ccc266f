package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Sets every element to 0. Weights of hidden units that start so stay identical for ever.
 *
 * <p>Formula: W = 0.
 */
public record Zeros() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return new Constant(0).initialize(shape, fans, random);
  }
}
