package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * Normal, where what lies more than two deviations from the mean is drawn again.
 *
 * <p>Formula: W ~ N(mean, deviation²) within mean ± 2 · deviation; the standard deviation of that
 * is 0.8796 · deviation.
 *
 * @param deviation the standard deviation of the whole bell, at least 0
 * @param mean the mean
 */
public record TruncatedNormal(double deviation, double mean) implements Initializer {
  private static final double LIMIT = 2;

  /** Mean 0. */
  public TruncatedNormal(double deviation) {
    this(deviation, 0);
  }

  /** Checks the settings. */
  public TruncatedNormal {
    Settings.notNegative("truncated-normal", "deviation", deviation);
    Settings.finite("truncated-normal", "mean", mean);
  }

  /** The same distribution around another mean. */
  public TruncatedNormal withMean(double other) {
    return new TruncatedNormal(deviation, other);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    return Draws.fill(shape, i -> mean + deviation * truncated(random, i));
  }

  private static double truncated(CounterRandom random, int index) {
    double drawn = random.normal(index);
    for (int trial = 2; Math.abs(drawn) > LIMIT; trial++) {
      drawn = random.fork(trial).normal(index); // 1 is the fork that a normal number uses itself
    }
    return drawn;
  }
}
