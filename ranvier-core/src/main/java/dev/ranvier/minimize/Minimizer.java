package dev.ranvier.minimize;

import dev.ranvier.graph.KebabCase;

/** A method that moves the variables of a function to a minimum near by. */
public interface Minimizer {
  /**
   * Minimizes a function; its variables are then at the least value found.
   *
   * @param objective what is made small
   * @param limit when to end
   * @throws IllegalArgumentException when it does not apply to such a function, or needs more
   *     memory than it may take
   */
  Minimum minimize(Objective objective, Limit limit);

  /** The method's name, by default its class name in kebab case. */
  default String name() {
    return KebabCase.of(getClass());
  }
}
