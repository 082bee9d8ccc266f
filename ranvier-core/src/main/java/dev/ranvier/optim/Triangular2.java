package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * As {@link Triangular}, with peaks that halve their height from cycle to cycle.
 *
 * <p>Formula: α₀ + (α_max − α₀) · x / 2ᶜ in cycle c = 0, 1, … Source: Smith, 2017 (arXiv
 * 1506.01186).
 *
 * @param maximum α_max, above 0
 * @param half h, the steps from one end to the other, at least 1
 */
public record Triangular2(double maximum, int half) implements Schedule {

  /** Checks the settings. */
  public Triangular2 {
    Settings.positive("triangular2", "maximum", maximum);
    Settings.positive("triangular2", "half", half);
  }

  @Override
  public double rate(double base, Moment moment) {
    double height = Triangular.height(moment.step(), half);
    return base + (maximum - base) * height / Math.pow(2, moment.step() / (2L * half));
  }
}
