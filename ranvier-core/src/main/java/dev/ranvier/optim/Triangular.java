package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that goes up and down in straight lines between the optimizer's own and a greater
 * one.
 *
 * <p>Formula: α₀ + (α_max − α₀) · x, where x goes from 0 to 1 in h steps and back in h steps.
 * Source: Smith, 2017 (arXiv 1506.01186).
 *
 * @param maximum α_max, above 0
 * @param half h, the steps from one end to the other, at least 1
 */
public record Triangular(double maximum, int half) implements Schedule {

  /** Checks the settings. */
  public Triangular {
    Settings.positive("triangular", "maximum", maximum);
    Settings.positive("triangular", "half", half);
  }

  @Override
  public double rate(double base, Moment moment) {
    return base + (maximum - base) * height(moment.step(), half);
  }

  /** x: 0 at the ends of a cycle of 2h steps, 1 in its middle. */
  static double height(long step, int half) {
    return 1 - Math.abs((double) (step % (2L * half)) / half - 1);
  }
}
