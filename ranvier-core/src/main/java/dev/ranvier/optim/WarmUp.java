package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A learning rate that first rises along a line to where another schedule begins.
 *
 * <p>Formula: α(0) · (f + (1 − f) · t / W) for t below W, with α(0) the other schedule's first
 * rate; then the other schedule, as if the run began there. Errors: a warm-up that is not shorter
 * than the run.
 *
 * @param length W, at least 0
 * @param schedule what follows
 * @param start f, at least 0 and below 1
 * @param per whether t counts epochs or steps
 */
public record WarmUp(int length, Schedule schedule, double start, ScheduleClock per)
    implements Schedule {
  /** So many steps, from a tenth of the rate. */
  public WarmUp(int length, Schedule schedule) {
    this(length, schedule, 0.1, ScheduleClock.STEP);
  }

  /** Checks the settings. */
  public WarmUp {
    Settings.notNegative("warm-up", "length", length);
    Settings.fraction("warm-up", "start", start);
  }

  /** The same schedule from another share of the rate. */
  public WarmUp withStart(double other) {
    return new WarmUp(length, schedule, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public WarmUp withPer(ScheduleClock other) {
    return new WarmUp(length, schedule, start, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    if (length >= per.total(moment)) {
      throw new IllegalArgumentException(
          String.format(
              "warm-up: %d %ss are not less than the run's %d; warm up shorter or train longer",
              length, per.unit(), per.total(moment)));
    }
    long time = per.time(moment);
    double follows = schedule.rate(base, after(moment));
    return time < length ? follows * (start + (1 - start) * time / length) : follows;
  }

  @Override
  public OptionalDouble momentum(Moment moment) {
    return schedule.momentum(after(moment));
  }

  @Override
  public int batch(int base, long epoch) {
    return schedule.batch(base, epoch);
  }

  @Override
  public List<String> watched() {
    return schedule.watched();
  }

  @Override
  public boolean endsCycle(Moment moment) {
    return moment.step() >= per.steps(length, moment) && schedule.endsCycle(after(moment));
  }

  /** The moment as the schedule that follows sees it: its first one as long as this rises. */
  private Moment after(Moment moment) {
    return moment.since(per.steps(length, moment));
  }
}
