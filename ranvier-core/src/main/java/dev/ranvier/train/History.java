package dev.ranvier.train;

import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The epochs of a training run, finished or so far.
 *
 * @param epochs in order
 * @param metrics what was measured beside the loss, the first being what models are judged by
 * @param stop why training ended early; empty where it did not
 */
public record History(List<EpochRecord> epochs, List<Metric> metrics, Optional<Stop> stop) {
  /** Copies the lists. */
  public History {
    epochs = List.copyOf(epochs);
    metrics = List.copyOf(metrics);
  }

  /** Epochs in which the loss was measured, and accuracy where the first one has it. */
  public History(List<EpochRecord> epochs) {
    this(epochs, standardMetrics(epochs), Optional.empty());
  }

  private static List<Metric> standardMetrics(List<EpochRecord> epochs) {
    return epochs.stream()
            .limit(1)
            .flatMap(epoch -> epoch.metrics().keySet().stream())
            .anyMatch(name -> name.endsWith("accuracy"))
        ? List.of(new Accuracy())
        : List.of();
  }

  /** The last epoch. */
  public EpochRecord last() {
    return epochs.getLast();
  }

  /**
   * The epoch with the best model: that with the best validation value of the first metric, of
   * equal ones that with the lowest validation loss, which alone decides where there is no metric;
   * of those the first. Without validation, the last epoch.
   */
  public EpochRecord best() {
    String loss = EpochRecord.VALIDATION + "loss";
    if (!last().metrics().containsKey(loss)) {
      return last();
    }
    String judge = metrics.isEmpty() ? loss : EpochRecord.VALIDATION + metrics.getFirst().name();
    EpochRecord best = epochs.getFirst();
    for (EpochRecord epoch : epochs) {
      if (isBetter(judge, epoch, best)
          || epoch.metrics().get(judge).equals(best.metrics().get(judge))
              && isBetter(loss, epoch, best)) {
        best = epoch;
      }
    }
    return best;
  }

  /**
   * One metric over the epochs.
   *
   * @throws IllegalArgumentException when it was not measured
   */
  public List<Double> metric(String name) {
    for (EpochRecord epoch : epochs) {
      if (!epoch.metrics().containsKey(name)) {
        throw new IllegalArgumentException(
            "history: has no metric '" + name + "', measured were " + epoch.metrics().keySet());
      }
    }
    return epochs.stream().map(epoch -> epoch.metrics().get(name)).toList();
  }

  /**
   * Whether a greater value of a metric is better; of a loss a smaller one is.
   *
   * @param name its name, with or without {@code validation_}
   * @throws IllegalArgumentException when it is neither the loss nor one of the metrics
   */
  public boolean greaterIsBetter(String name) {
    String measured = name.replaceFirst("^" + EpochRecord.VALIDATION, "");
    return !measured.equals("loss")
        && metrics.stream()
            .filter(metric -> metric.name().equals(measured))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "history: has no metric '"
                            + name
                            + "', known are loss and "
                            + metrics.stream().map(Metric::name).toList()))
            .greaterIsBetter();
  }

  /** The names of the metrics of which a greater value is better, those of validation too. */
  Set<String> greaterIsBetter() {
    return metrics.stream()
        .filter(Metric::greaterIsBetter)
        .flatMap(metric -> Stream.of(metric.name(), EpochRecord.VALIDATION + metric.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What was measured in each epoch, as schedules want it. */
  List<Map<String, Double>> measured() {
    return epochs.stream().map(EpochRecord::metrics).toList();
  }

  private boolean isBetter(String metric, EpochRecord epoch, EpochRecord other) {
    double value = epoch.metrics().get(metric);
    double best = other.metrics().get(metric);
    // A value that is no number, as an area under a curve of one class, is worse than any.
    return Double.isNaN(best) && !Double.isNaN(value)
        || (greaterIsBetter(metric) ? value > best : value < best);
  }
}
