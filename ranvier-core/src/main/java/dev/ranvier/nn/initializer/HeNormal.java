package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fan;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal with standard deviation √(2 / fan), for ReLU layers.
 *
 * <p>Formula: W ~ N(0, 2 / fan). Source: He et al., "Delving Deep into Rectifiers", 2015 (arXiv
 * 1502.01852).
 *
 * @param fan which connections are counted: the inputs of a unit keep the variance of forward
 *     signals, the outputs that of gradients
 */
public record HeNormal(Fan fan) implements Initializer {
  /** By the inputs of a unit. */
  public HeNormal() {
    this(Fan.IN);
  }

  /** The same distribution by other connections. */
  public HeNormal withFan(Fan other) {
    return new HeNormal(other);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.normal(shape, Math.sqrt(2.0 / fan.of(fans)), random);
  }
}
