package dev.ranvier.optim;

/**
 * A learning rate that falls along half a cosine from the first step to the end of the run.
 *
 * <p>Formula: α_min + (α₀ − α_min) · (1 + cos(π · t / T)) / 2 after t of T steps. Source:
 * Loshchilov and Hutter, 2017 (arXiv 1608.03983), without restarts.
 *
 * @param minimum α_min, at least 0
 */
public record Cosine(double minimum) implements Schedule {
  /** Falls to 0. */
  public Cosine() {
    this(0);
  }

  /** Checks the minimum. */
  public Cosine {
    if (!(minimum >= 0) || Double.isInfinite(minimum)) {
      throw new IllegalArgumentException("cosine: minimum must be at least 0, got " + minimum);
    }
  }

  /** The same curve down to another rate. */
  public Cosine withMinimum(double other) {
    return new Cosine(other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return minimum + (base - minimum) * (1 + Math.cos(Math.PI * moment.progress())) / 2;
  }
}
