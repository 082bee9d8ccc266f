package dev.ranvier.train;

import dev.ranvier.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a learning rate in one short run in which it grows from step to step.
 *
 * <p>Formula: step i of n has the rate α₀ · (α₁ / α₀)^(i / (n − 1)). Losses L are smoothed as sᵢ =
 * (β · sᵢ₋₁ + (1 − β) · Lᵢ) with the sum of the weights divided out; the run ends when s is four
 * times its minimum. Sources: Smith, 2017 (arXiv 1506.01186); the smoothing and the end are
 * fastai's.
 *
 * <pre>{@code
 * Trial trial = new Trial(model, loss, optimizer, Engines.standard(), training, new Batching(64));
 * double rate = new RangeTest().run(trial).suggestion();
 * }</pre>
 *
 * @param from α₀, above 0
 * @param to α₁, above α₀
 * @param steps n, at least 10
 * @param smoothing β, at least 0 and below 1
 */
public record RangeTest(double from, double to, int steps, double smoothing) {
  private static final double DIVERGED = 4;
  private static final int FEWEST_STEPS = 10;

  /** From 1e-6 to 10 in 200 steps. */
  public RangeTest() {
    this(1e-6, 10, 200, 0.9);
  }

  /** Checks the settings. */
  public RangeTest {
    Settings.positive("range-test", "from", from);
    Settings.positive("range-test", "to", to);
    if (to <= from) {
      throw new IllegalArgumentException(
          "range-test: to must be above from, " + from + ", got " + to);
    }
    Settings.atLeast("range-test", "steps", steps, FEWEST_STEPS);
    Settings.fraction("range-test", "smoothing", smoothing);
  }

  /** The same test between other rates. */
  public RangeTest withRange(double otherFrom, double otherTo) {
    return new RangeTest(otherFrom, otherTo, steps, smoothing);
  }

  /** The same test with another number of steps. */
  public RangeTest withSteps(int other) {
    return new RangeTest(from, to, other, smoothing);
  }

  /** The same test with another smoothing. */
  public RangeTest withSmoothing(double other) {
    return new RangeTest(from, to, steps, other);
  }

  /** The rate of a step, counted from 0. */
  public double rate(int step) {
    return from * Math.pow(to / from, step / (steps - 1.0));
  }

  /**
   * Runs the test; the model is left as it was.
   *
   * @throws IllegalArgumentException when already the first steps diverge
   */
  public RateCurve run(Trial trial) {
    List<Double> losses = trial.losses(steps, this::rate, this::isDiverged);
    List<Double> smoothed = smoothed(losses);
    List<RateCurve.Point> points = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      if (Double.isFinite(losses.get(i))) {
        points.add(new RateCurve.Point(rate(i), losses.get(i), smoothed.get(i)));
      }
    }
    if (points.size() < FEWEST_STEPS) {
      throw new IllegalArgumentException(
          "range-test: the loss was no longer a number after "
              + points.size()
              + " steps, at a learning rate of "
              + Curve.number(rate(points.size()))
              + "; begin lower than "
              + Curve.number(from)
              + ", and look for values in the data that are not finite");
    }
    return new RateCurve(points);
  }

  private boolean isDiverged(List<Double> losses) {
    List<Double> smoothed = smoothed(losses);
    double lowest = smoothed.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return lowest > 0 && smoothed.getLast() > DIVERGED * lowest;
  }

  private List<Double> smoothed(List<Double> losses) {
    List<Double> smoothed = new ArrayList<>();
    double sum = 0;
    double weight = 0;
    for (double loss : losses) {
      sum = smoothing * sum + (1 - smoothing) * loss;
      weight = smoothing * weight + (1 - smoothing);
      smoothed.add(sum / weight);
    }
    return smoothed;
  }
}
