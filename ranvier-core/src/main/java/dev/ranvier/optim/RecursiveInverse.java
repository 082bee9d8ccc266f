package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * The lecture's inverse decay, each rate given by the one before.
 *
 * <p>Formula: αᵢ₊₁ = αᵢ / (1 + k·i): it falls faster and faster, where {@link InverseSchedule}
 * falls more and more slowly.
 *
 * @param decay k, at least 0
 * @param per whether t counts epochs or steps
 */
public record RecursiveInverse(double decay, ScheduleClock per) implements Schedule {
  /** Falls from epoch to epoch. */
  public RecursiveInverse(double decay) {
    this(decay, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public RecursiveInverse {
    Settings.notNegative("recursive-inverse", "decay", decay);
  }

  /** The same schedule counting steps or epochs. */
  public RecursiveInverse withPer(ScheduleClock other) {
    return new RecursiveInverse(decay, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    double rate = base;
    long time = decay == 0 ? 0 : per.time(moment);
    for (long i = 0; i < time && rate > 0; i++) {
      rate /= 1 + decay * i;
    }
    return rate;
  }
}
