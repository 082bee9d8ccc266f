package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that is multiplied by a factor every so often.
 *
 * <p>Formula: α₀ · f^⌊t / k⌋.
 *
 * @param every k, at least 1
 * @param factor f, above 0 and at most 1
 * @param per whether t counts epochs or steps
 */
public record StepSchedule(int every, double factor, ScheduleClock per) implements Schedule {
  /** A tenth of the rate every so many epochs. */
  public StepSchedule(int every) {
    this(every, 0.1, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public StepSchedule {
    Settings.positive("step", "every", every);
    Settings.share("step", "factor", factor);
  }

  /** The same schedule with another factor. */
  public StepSchedule withFactor(double other) {
    return new StepSchedule(every, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public StepSchedule withPer(ScheduleClock other) {
    return new StepSchedule(every, factor, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return base * Math.pow(factor, per.time(moment) / every);
  }
}
