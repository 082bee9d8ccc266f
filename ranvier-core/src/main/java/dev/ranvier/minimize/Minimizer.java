package dev.ranvier.minimize;

/** A method that moves the variables of a function to a minimum near by. */
public interface Minimizer {
  /**
   * Minimizes a function; its variables are then at the least value found.
   *
   * @param objective what is made small
   * @param limit when to end
   */
  Minimum minimize(Objective objective, Limit limit);
}
