package dev.ranvier.minimize;

/**
 * When a minimization ends.
 *
 * @param iterations at most so many, at least 1
 * @param gradient as soon as no element of the gradient is greater than this, at least 0
 */
public record Limit(int iterations, double gradient) {
  /** So many iterations, or until the gradient is below 1e-8. */
  public Limit(int iterations) {
    this(iterations, 1e-8);
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
    return new Limit(iterations, other);
  }
}
