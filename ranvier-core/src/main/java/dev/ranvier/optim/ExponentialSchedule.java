package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls exponentially.
 *
 * <p>Formula: α₀ · e^(−γ·t). {@link GeometricSchedule} is the same written with a factor.
 *
 * @param decay γ, at least 0
 * @param per whether t counts epochs or steps
 */
public record ExponentialSchedule(double decay, ScheduleClock per) implements Schedule {
  /** Falls from epoch to epoch. */
  public ExponentialSchedule(double decay) {
    this(decay, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public ExponentialSchedule {
    Settings.notNegative("exponential", "decay", decay);
  }

  /** The same schedule counting steps or epochs. */
  public ExponentialSchedule withPer(ScheduleClock other) {
    return new ExponentialSchedule(decay, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return base * Math.exp(-decay * per.time(moment));
  }
}
