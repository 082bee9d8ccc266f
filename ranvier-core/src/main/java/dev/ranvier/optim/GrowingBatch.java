package dev.ranvier.optim;

/**
 * A batch size that is multiplied by a factor every so many epochs, in the place of a rate that
 * falls.
 *
 * <p>Formula: min(⌊B₀ · f^⌊epoch / k⌋⌋, B_max). A rate multiplied by 1 / f at the same moments
 * makes the same noise. Source: Smith, Kindermans, Ying and Le, 2018 (arXiv 1711.00489).
 *
 * @param every k, at least 1
 * @param maximum B_max, at least 1
 * @param factor f, above 1
 */
public record GrowingBatch(int every, int maximum, double factor) implements BatchSchedule {
  /** Twice the batch every so many epochs. */
  public GrowingBatch(int every, int maximum) {
    this(every, maximum, 2);
  }

  /** Checks the settings. */
  public GrowingBatch {
    Settings.count("growing-batch", "every", every);
    Settings.count("growing-batch", "maximum", maximum);
    Settings.aboveOne("growing-batch", "factor", factor);
  }

  /** The same schedule with another factor. */
  public GrowingBatch withFactor(double other) {
    return new GrowingBatch(every, maximum, other);
  }

  @Override
  public int size(int base, long epoch) {
    return (int) Math.min(base * Math.pow(factor, epoch / every), maximum);
  }
}
