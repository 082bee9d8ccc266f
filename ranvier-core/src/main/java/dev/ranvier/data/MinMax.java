package dev.ranvier.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves the inputs to the range from 0 to 1.
 *
 * <p>{@code y = (x − minimum) / (maximum − minimum)}, with the extremes of the training inputs for
 * each index of the last axis (channel, column). Other inputs may leave the range. Where all
 * training inputs are equal the divisor is taken as 1, so they become 0.
 *
 * @param minimum the smallest values; one, or one for each index of the last axis
 * @param maximum the largest values, as many
 */
public record MinMax(List<Double> minimum, List<Double> maximum) implements Normalization {
  /** Refuses numbers that cannot be extremes. */
  public MinMax {
    minimum = List.copyOf(minimum);
    maximum = List.copyOf(maximum);
    if (minimum.isEmpty() || minimum.size() != maximum.size()) {
      throw new IllegalArgumentException(
          "min-max: needs as many maxima as minima and at least one, got "
              + minimum.size()
              + " minima and "
              + maximum.size()
              + " maxima");
    }
    for (int i = 0; i < minimum.size(); i++) {
      double width = maximum.get(i) - minimum.get(i);
      if (!(width >= 0 && Double.isFinite(width))) {
        throw new IllegalArgumentException(
            "min-max: a maximum must not be below its minimum, got "
                + minimum.get(i)
                + " to "
                + maximum.get(i));
      }
    }
  }

  /** Fitted for each channel or column: each index of the last axis. */
  public static MinMax fit(Dataset train) {
    int period = InputStatistics.lastAxis(train.inputType());
    InputStatistics statistics = InputStatistics.of(train, period);
    return new MinMax(
        IntStream.range(0, period).mapToObj(statistics::minimum).toList(),
        IntStream.range(0, period).mapToObj(statistics::maximum).toList());
  }

  @Override
  public List<Double> factors() {
    return IntStream.range(0, minimum.size()).mapToObj(this::factor).toList();
  }

  @Override
  public List<Double> offsets() {
    return IntStream.range(0, minimum.size()).mapToObj(i -> -minimum.get(i) * factor(i)).toList();
  }

  private double factor(int i) {
    double width = maximum.get(i) - minimum.get(i);
    return width >= Double.MIN_NORMAL ? 1 / width : 1.0;
  }
}
