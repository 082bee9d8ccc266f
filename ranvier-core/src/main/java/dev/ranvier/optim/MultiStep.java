package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * A learning rate that is multiplied by a factor at each of some moments.
 *
 * <p>Formula: α₀ · fⁿ, where n of the moments have come; the lecture's α₀ / γⁿ with γ = 1 / f.
 *
 * @param milestones the moments, ascending, each at least 0
 * @param factor f, above 0 and at most 1
 * @param per whether t counts epochs or steps
 */
public record MultiStep(List<Integer> milestones, double factor, ScheduleClock per)
    implements Schedule {
  /** A tenth of the rate from each of these epochs on, counted from 0. */
  public MultiStep(List<Integer> milestones) {
    this(milestones, 0.1, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public MultiStep {
    Settings.share("multi-step", "factor", factor);
    milestones = List.copyOf(milestones);
    Settings.ascending("multi-step", "milestones", milestones, 0);
  }

  /** The same schedule with another factor. */
  public MultiStep withFactor(double other) {
    return new MultiStep(milestones, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public MultiStep withPer(ScheduleClock other) {
    return new MultiStep(milestones, factor, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    long time = per.time(moment);
    return base * Math.pow(factor, milestones.stream().filter(each -> each <= time).count());
  }
}
