package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * The lecture's exponential decay, each rate given by the one before.
 *
 * <p>Formula: αᵢ₊₁ = αᵢ · e^(−k·i), which is α₀ · e^(−k·i·(i − 1) / 2): it falls faster and faster,
 * where {@link ExponentialSchedule} falls by the same share each time.
 *
 * @param decay k, at least 0
 * @param per whether t counts epochs or steps
 */
public record RecursiveExponential(double decay, ScheduleClock per) implements Schedule {
  /** Falls from epoch to epoch. */
  public RecursiveExponential(double decay) {
    this(decay, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public RecursiveExponential {
    Settings.notNegative("recursive-exponential", "decay", decay);
  }

  /** The same schedule counting steps or epochs. */
  public RecursiveExponential withPer(ScheduleClock other) {
    return new RecursiveExponential(decay, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    double time = per.time(moment);
    return base * Math.exp(-decay * time * (time - 1) / 2);
  }
}
