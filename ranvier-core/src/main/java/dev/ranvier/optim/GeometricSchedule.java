package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that is multiplied by a factor each time, down to a least rate.
 *
 * <p>Formula: max(α₀ · dᵗ, α_min).
 *
 * @param factor d, above 0 and at most 1
 * @param minimum α_min, at least 0
 * @param per whether t counts epochs or steps
 */
public record GeometricSchedule(double factor, double minimum, ScheduleClock per)
    implements Schedule {
  /** Falls from epoch to epoch, without end. */
  public GeometricSchedule(double factor) {
    this(factor, 0, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public GeometricSchedule {
    Settings.share("geometric", "factor", factor);
    Settings.notNegative("geometric", "minimum", minimum);
  }

  /** The same schedule down to another rate. */
  public GeometricSchedule withMinimum(double other) {
    return new GeometricSchedule(factor, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public GeometricSchedule withPer(ScheduleClock other) {
    return new GeometricSchedule(factor, minimum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return Math.max(base * Math.pow(factor, per.time(moment)), minimum);
  }
}
