package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls along a line from the first step to the end of the run.
 *
 * <p>Formula: α_min + (α₀ − α_min) · (1 − t / T) after t of T steps or epochs.
 *
 * @param minimum α_min, at least 0
 * @param per whether t counts epochs or steps
 */
public record LinearSchedule(double minimum, ScheduleClock per) implements Schedule {
  /** Falls to 0, changing at every step. */
  public LinearSchedule() {
    this(0, ScheduleClock.STEP);
  }

  /** Checks the settings. */
  public LinearSchedule {
    Settings.notNegative("linear", "minimum", minimum);
  }

  /** The same schedule down to another rate. */
  public LinearSchedule withMinimum(double other) {
    return new LinearSchedule(other, per);
  }

  /** The same schedule counting steps or epochs. */
  public LinearSchedule withPer(ScheduleClock other) {
    return new LinearSchedule(minimum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return minimum + (base - minimum) * (1 - per.progress(moment));
  }
}
