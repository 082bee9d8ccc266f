package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls along a power of the time that is left.
 *
 * <p>Formula: α_min + (α₀ − α_min) · (1 − t / T)ⁿ after t of T steps or epochs.
 *
 * @param power n, above 0
 * @param minimum α_min, at least 0
 * @param per whether t counts epochs or steps
 */
public record PolynomialSchedule(double power, double minimum, ScheduleClock per)
    implements Schedule {
  /** Falls to 0, changing at every step. */
  public PolynomialSchedule(double power) {
    this(power, 0, ScheduleClock.STEP);
  }

  /** Checks the settings. */
  public PolynomialSchedule {
    Settings.positive("polynomial", "power", power);
    Settings.notNegative("polynomial", "minimum", minimum);
  }

  /** The same schedule down to another rate. */
  public PolynomialSchedule withMinimum(double other) {
    return new PolynomialSchedule(power, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public PolynomialSchedule withPer(ScheduleClock other) {
    return new PolynomialSchedule(power, minimum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return minimum + (base - minimum) * Math.pow(1 - per.progress(moment), power);
  }
}
