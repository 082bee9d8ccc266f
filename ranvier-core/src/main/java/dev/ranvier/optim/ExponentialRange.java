package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * As {@link Triangular}, with a height that falls exponentially from step to step.
 *
 * <p>Formula: α₀ + (α_max − α₀) · x · γᵗ. Source: Smith, 2017 (arXiv 1506.01186).
 *
 * @param maximum α_max, above 0
 * @param half h, the steps from one end to the other, at least 1
 * @param factor γ, above 0 and at most 1
 */
public record ExponentialRange(double maximum, int half, double factor) implements Schedule {

  /** Checks the settings. */
  public ExponentialRange {
    Settings.positive("exponential-range", "maximum", maximum);
    Settings.positive("exponential-range", "half", half);
    Settings.share("exponential-range", "factor", factor);
  }

  @Override
  public double rate(double base, Moment moment) {
    double height = Triangular.height(moment.step(), half);
    return base + (maximum - base) * height * Math.pow(factor, moment.step());
  }
}
