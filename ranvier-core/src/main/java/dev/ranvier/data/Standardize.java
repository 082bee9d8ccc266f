package dev.ranvier.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves the inputs to mean 0 and standard deviation 1.
 *
 * <p>{@code y = (x − mean) / deviation}, with the mean and the population standard deviation of the
 * training inputs, for each index of the last axis (channel, column) or overall. Where all training
 * inputs are equal the deviation is taken as 1, so they become 0.
 *
 * @param mean the means; one, or one for each index of the last axis
 * @param deviation the standard deviations, as many, each above zero
 */
public record Standardize(List<Double> mean, List<Double> deviation) implements Normalization {
  /** One over less is infinite. */
  private static final double LEAST_DEVIATION = Double.MIN_NORMAL;

  /** Refuses numbers that cannot be a mean and a deviation. */
  public Standardize {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "standardize: needs as many deviations as means and at least one, got "
              + mean.size()
              + " means and "
              + deviation.size()
              + " deviations");
    }
    for (double value : mean) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("standardize: every mean must be finite, got " + mean);
      }
    }
    for (double value : deviation) {
      if (!(value >= LEAST_DEVIATION && Double.isFinite(value))) {
        throw new IllegalArgumentException(
            "standardize: every deviation must be above 0, got " + deviation);
      }
    }
  }

  /** Fitted for each channel or column: each index of the last axis. */
  public static Standardize fit(Dataset train) {
    return fit(train, InputStatistics.lastAxis(train.inputType()));
  }

  /** Fitted with one mean and one deviation for all numbers. */
  public static Standardize fitOverall(Dataset train) {
    return fit(train, 1);
  }

  private static Standardize fit(Dataset train, int period) {
    InputStatistics statistics = InputStatistics.of(train, period);
    return new Standardize(
        IntStream.range(0, period).mapToObj(statistics::mean).toList(),
        IntStream.range(0, period)
            .mapToObj(statistics::deviation)
            .map(deviation -> deviation >= LEAST_DEVIATION ? deviation : 1.0)
            .toList());
  }

  @Override
  public List<Double> factors() {
    return deviation.stream().map(value -> 1 / value).toList();
  }

  @Override
  public List<Double> offsets() {
    return IntStream.range(0, mean.size()).mapToObj(i -> -mean.get(i) / deviation.get(i)).toList();
  }
}
