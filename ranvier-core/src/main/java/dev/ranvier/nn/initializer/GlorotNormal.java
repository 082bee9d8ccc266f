package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal with standard deviation √(2 / (fan_in + fan_out)), for tanh and sigmoid layers.
 *
 * <p>Formula: W ~ N(0, 2 / (fan_in + fan_out)). Source: Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", 2010.
 */
public record GlorotNormal() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.normal(shape, Math.sqrt(2.0 / (fans.in() + fans.out())), random);
  }
}
