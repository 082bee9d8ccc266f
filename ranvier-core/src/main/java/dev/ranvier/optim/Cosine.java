package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls along half a cosine from the first step to the end of the run.
 *
 * <p>Formula: α_min + (α₀ − α_min) · (1 + cos(π · t / T)) / 2 after t of T steps or epochs. Source:
 * Loshchilov and Hutter, 2017 (arXiv 1608.03983), without restarts.
 *
 * @param minimum α_min, at least 0
 * @param per whether t counts epochs or steps
 */
public record Cosine(double minimum, ScheduleClock per) implements Schedule {
  /** Falls to 0, changing at every step. */
  public Cosine() {
    this(0, ScheduleClock.STEP);
  }

  /** Checks the settings. */
  public Cosine {
    Settings.notNegative("cosine", "minimum", minimum);
  }

  /** The same schedule down to another rate. */
  public Cosine withMinimum(double other) {
    return new Cosine(other, per);
  }

  /** The same schedule counting steps or epochs. */
  public Cosine withPer(ScheduleClock other) {
    return new Cosine(minimum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return minimum + (base - minimum) * (1 + Math.cos(Math.PI * per.progress(moment))) / 2;
  }
}
