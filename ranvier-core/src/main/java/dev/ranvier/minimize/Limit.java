package dev.ranvier.minimize;

import java.util.function.Predicate;

/**
 * When a minimization ends.
 *
 * @param iterations at most so many, at least 1
 * @param gradient as soon as no element of the gradient is greater than this, at least 0
 * @param end asked after every iteration, while the variables are at the point it led to; true ends
 *     the minimization there
 */
public record Limit(int iterations, double gradient, Predicate<Iteration> end) {
  /** So many iterations, or until the gradient is below 1e-8. */
  public Limit(int iterations) {
    this(iterations, 1e-8, iteration -> false);
  }

  /** Checks the settings. */
  public Limit {
    if (iterations < 1) {
      throw new IllegalArgumentException("limit: iterations must be at least 1, got " + iterations);
    }
    if (!(gradient >= 0)) {
      throw new IllegalArgumentException("limit: gradient must be at least 0, got " + gradient);
    }
  }

  /** The same with another greatest gradient. */
  public Limit withGradient(double other) {
    return new Limit(iterations, other, end);
  }

  /** The same with another end, which also is a place to watch from. */
  public Limit withEnd(Predicate<Iteration> other) {
    return new Limit(iterations, gradient, other);
  }
}
