package dev.ranvier.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The change of scale of targets that are numbers: {@code y = (t − mean) / deviation}, for each of
 * their columns. A model learns y; metrics and predictions are of t.
 *
 * @param mean the means, one a column; none where targets are as they are
 * @param deviation the standard deviations, as many, each above zero
 */
public record TargetScale(List<Double> mean, List<Double> deviation) {
  /** Leaves targets as they are. */
  public static final TargetScale NONE = new TargetScale(List.of(), List.of());

  /** Refuses numbers that cannot be means and deviations. */
  public TargetScale {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != deviation.size() || deviation.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException(
          "targets: needs as many deviations above 0 as means, got " + mean + " and " + deviation);
    }
  }

  /**
   * Mean 0 and standard deviation 1 for each number of the targets; a class, or a number that is
   * always the same, is not stretched.
   *
   * @throws DataException when the targets are no numbers
   */
  public static TargetScale fit(Dataset train) {
    List<TargetColumn> columns = train.targetColumns();
    boolean numbers =
        train.classCount() == 0
            && (columns.isEmpty()
                || columns.stream().anyMatch(column -> column.classNames().isEmpty()));
    if (!numbers) {
      throw new DataException(
          "targets: only numbers to predict can be standardized, the examples have classes; leave"
              + " targets out");
    }
    int width = (int) train.targetType().shape().elements();
    InputStatistics statistics = InputStatistics.ofTargets(train, width);
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      boolean isClass = !columns.isEmpty() && !columns.get(i).classNames().isEmpty();
      mean.add(isClass ? 0.0 : statistics.mean(i));
      deviation.add(isClass || statistics.deviation(i) == 0 ? 1.0 : statistics.deviation(i));
    }
    return new TargetScale(mean, deviation);
  }

  /** Whether targets are left as they are. */
  public boolean isNone() {
    return mean.stream().allMatch(value -> value == 0)
        && deviation.stream().allMatch(value -> value == 1);
  }

  /** The scale of some of the columns, from one on and before another. */
  public TargetScale part(int from, int to) {
    return mean.isEmpty()
        ? NONE
        : new TargetScale(mean.subList(from, to), deviation.subList(from, to));
  }

  /** The number in its own units that a scaled one of a column stands for. */
  public double original(int column, double scaled) {
    return mean.isEmpty() ? scaled : mean.get(column) + deviation.get(column) * scaled;
  }
}
