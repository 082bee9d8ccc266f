package dev.ranvier.nn;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/** Gives a parameter its first values. */
@FunctionalInterface
public interface Initializer {
  /**
   * The first values of a parameter.
   *
   * @param shape the parameter's shape
   * @param fans how many connections it makes
   * @param random numbers of the parameter's own, the same for the same seed and name
   */
  Tensor initialize(Shape shape, Fans fans, CounterRandom random);
}
