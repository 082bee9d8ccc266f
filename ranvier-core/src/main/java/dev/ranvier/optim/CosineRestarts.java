package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls along half a cosine again and again, each time from the start.
 *
 * <p>Formula: α_min + (α₀ − α_min) · (1 + cos(π · s / P)) / 2, s after the last restart; the first
 * period P is given, each is m times as long as the one before. Source: Loshchilov and Hutter, 2017
 * (arXiv 1608.03983).
 *
 * @param period the first P, at least 1
 * @param multiplier m, at least 1
 * @param minimum α_min, at least 0
 * @param per whether t counts epochs or steps
 */
public record CosineRestarts(int period, int multiplier, double minimum, ScheduleClock per)
    implements Schedule {
  /** Periods of so many epochs, all equal, down to 0. */
  public CosineRestarts(int period) {
    this(period, 1, 0, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public CosineRestarts {
    Settings.positive("cosine-restarts", "period", period);
    Settings.positive("cosine-restarts", "multiplier", multiplier);
    Settings.notNegative("cosine-restarts", "minimum", minimum);
  }

  /** The same schedule with another growth of the periods. */
  public CosineRestarts withMultiplier(int other) {
    return new CosineRestarts(period, other, minimum, per);
  }

  /** The same schedule down to another rate. */
  public CosineRestarts withMinimum(double other) {
    return new CosineRestarts(period, multiplier, other, per);
  }

  /** The same schedule counting steps or epochs. */
  public CosineRestarts withPer(ScheduleClock other) {
    return new CosineRestarts(period, multiplier, minimum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    Position position = position(moment);
    return minimum
        + (base - minimum) * (1 + Math.cos(Math.PI * position.since / position.length)) / 2;
  }

  @Override
  public boolean endsCycle(Moment moment) {
    boolean restarts =
        position(moment.next()).since == 0 && per.time(moment.next()) > per.time(moment);
    return restarts || moment.isLast();
  }

  /** How long ago the last restart was, and how long its period is. */
  private record Position(long since, long length) {}

  private Position position(Moment moment) {
    long since = per.time(moment);
    if (multiplier == 1) {
      return new Position(since % period, period);
    }
    long length = period;
    while (since >= length) {
      since -= length;
      length *= multiplier;
    }
    return new Position(since, length);
  }
}
