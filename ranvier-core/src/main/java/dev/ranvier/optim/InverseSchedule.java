package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls like one over the time.
 *
 * <p>Formula: α₀ / (1 + γ·t).
 *
 * @param decay γ, at least 0
 * @param per whether t counts epochs or steps
 */
public record InverseSchedule(double decay, ScheduleClock per) implements Schedule {
  /** Falls from epoch to epoch. */
  public InverseSchedule(double decay) {
    this(decay, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public InverseSchedule {
    Settings.notNegative("inverse", "decay", decay);
  }

  /** The same schedule counting steps or epochs. */
  public InverseSchedule withPer(ScheduleClock other) {
    return new InverseSchedule(decay, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return base / (1 + decay * per.time(moment));
  }
}
