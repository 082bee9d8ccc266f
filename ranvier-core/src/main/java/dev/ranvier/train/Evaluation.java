package dev.ranvier.train;

import java.util.Map;
import java.util.Optional;

/**
 * How a model does on a set of examples.
 *
 * @param examples how many there were
 * @param metrics {@code loss} and the metrics asked for, by name
 * @param confusion for models that tell classes apart, which class was taken for which
 */
public record Evaluation(
    int examples, Map<String, Double> metrics, Optional<ConfusionMatrix> confusion) {
  /**
   * One metric.
   *
   * @throws IllegalArgumentException when it was not measured
   */
  public double metric(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "evaluation: has no metric '" + name + "', measured were " + metrics.keySet());
    }
    return value;
  }
}
