package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Uniform in ±√(6 / (fan_in + fan_out)), for tanh and sigmoid layers; Keras's default.
 *
 * <p>Formula: W ~ U(−l, l) with l = √(6 / (fan_in + fan_out)). Source: Glorot and Bengio,
 * "Understanding the difficulty of training deep feedforward neural networks", 2010.
 */
public record GlorotUniform() implements Initializer {
  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    double limit = Math.sqrt(6.0 / (fans.in() + fans.out()));
    return Draws.uniform(shape, limit, random);
  }
}
