package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.OptionalDouble;

/**
 * A learning rate that rises to the optimizer's own and falls far below it, while the momentum
 * falls and rises.
 *
 * <p>Formula: from α₀ / d to α₀ over the first share of the run, then to α₀ / d / D at the last
 * step, both along half a cosine; a run too short to rise begins at α₀; the momentum from its
 * greatest to its least value and back. Source: Smith and Topin, 2018 (arXiv 1708.07120), in
 * PyTorch's form. Rules without momentum have the rates only.
 *
 * @param rise the share of the run in which the rate rises, above 0 and below 1
 * @param divisor d, above 1
 * @param finalDivisor D, above 1
 * @param leastMomentum at least 0 and below 1
 * @param greatestMomentum at least 0 and below 1
 */
public record OneCycle(
    double rise, double divisor, double finalDivisor, double leastMomentum, double greatestMomentum)
    implements Schedule {
  /** PyTorch's settings: 0.3, d = 25, D = 10,000, momentum from 0.95 to 0.85 and back. */
  public OneCycle() {
    this(0.3, 25, 1e4, 0.85, 0.95);
  }

  /** Checks the settings. */
  public OneCycle {
    Settings.openFraction("one-cycle", "rise", rise);
    Settings.aboveOne("one-cycle", "divisor", divisor);
    Settings.aboveOne("one-cycle", "final divisor", finalDivisor);
    Settings.fraction("one-cycle", "least momentum", leastMomentum);
    Settings.fraction("one-cycle", "greatest momentum", greatestMomentum);
  }

  /** The same schedule with another share of rising. */
  public OneCycle withRise(double other) {
    return new OneCycle(other, divisor, finalDivisor, leastMomentum, greatestMomentum);
  }

  /** The same schedule from another part of the rate. */
  public OneCycle withDivisor(double other) {
    return new OneCycle(rise, other, finalDivisor, leastMomentum, greatestMomentum);
  }

  /** The same schedule to another part of the first rate. */
  public OneCycle withFinalDivisor(double other) {
    return new OneCycle(rise, divisor, other, leastMomentum, greatestMomentum);
  }

  /** The same schedule with another least momentum. */
  public OneCycle withLeastMomentum(double other) {
    return new OneCycle(rise, divisor, finalDivisor, other, greatestMomentum);
  }

  /** The same schedule with another greatest momentum. */
  public OneCycle withGreatestMomentum(double other) {
    return new OneCycle(rise, divisor, finalDivisor, leastMomentum, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    double first = base / divisor;
    return between(moment, first, base, first / finalDivisor);
  }

  @Override
  public OptionalDouble momentum(Moment moment) {
    return OptionalDouble.of(between(moment, greatestMomentum, leastMomentum, greatestMomentum));
  }

  private double between(Moment moment, double first, double middle, double last) {
    // Where the run is too short for a rise, it begins at the top.
    double top = Math.max(0, rise * moment.steps() - 1);
    double end = moment.steps() - 1;
    if (moment.step() < top) {
      return along(first, middle, moment.step() / top);
    }
    return end > top
        ? along(middle, last, Math.min(1, (moment.step() - top) / (end - top)))
        : middle;
  }

  /** Half a cosine from one number to another. */
  private static double along(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
