package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A batch size that is multiplied by a factor every so many epochs, in the place of a rate that
 * falls.
 *
 * <p>Formula: min(⌊B₀ · f^⌊epoch / k⌋⌋, B_max). A rate multiplied by 1 / f at the same moments
 * makes the same noise ({@link Schedule#noiseScale}), in more steps. Source: Smith, Kindermans,
 * Ying and Le, 2018 (arXiv 1711.00489).
 *
 * @param every k, at least 1
 * @param maximum B_max, at least 1
 * @param factor f, above 1
 * @param schedule how the learning rate changes meanwhile
 */
public record GrowingBatch(int every, int maximum, double factor, Schedule schedule)
    implements Schedule {
  /** Twice the batch every so many epochs, at the same rate. */
  public GrowingBatch(int every, int maximum) {
    this(every, maximum, 2, new ConstantRate());
  }

  /** Checks the settings. */
  public GrowingBatch {
    Settings.positive("growing-batch", "every", every);
    Settings.positive("growing-batch", "maximum", maximum);
    Settings.aboveOne("growing-batch", "factor", factor);
  }

  /** The same schedule with another factor. */
  public GrowingBatch withFactor(double other) {
    return new GrowingBatch(every, maximum, other, schedule);
  }

  /** The same with a rate that changes. */
  public GrowingBatch withSchedule(Schedule other) {
    return new GrowingBatch(every, maximum, factor, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    return schedule.rate(base, moment);
  }

  @Override
  public OptionalDouble momentum(Moment moment) {
    return schedule.momentum(moment);
  }

  @Override
  public int batch(int base, long epoch) {
    return (int) Math.min(base * Math.pow(factor, epoch / every), maximum);
  }

  @Override
  public List<String> watched() {
    return schedule.watched();
  }

  @Override
  public boolean endsCycle(Moment moment) {
    return schedule.endsCycle(moment);
  }
}
