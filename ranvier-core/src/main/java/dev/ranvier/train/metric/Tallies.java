package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tallies of some metrics over the same batches. */
public final class Tallies {
  private final List<Metric> metrics;
  private final UnaryOperator<Tensor> prediction;
  private final List<Metric.Tally> tallies = new ArrayList<>();

  /**
   * Tallies that are empty yet.
   *
   * @param metrics what is measured
   * @param prediction from what is added to what metrics of predictions are given
   */
  public Tallies(List<Metric> metrics, UnaryOperator<Tensor> prediction) {
    this.metrics = metrics;
    this.prediction = prediction;
    metrics.forEach(metric -> tallies.add(metric.start()));
  }

  public void add(Tensor outputs, Tensor targets) {
    Tensor predictions = null;
    for (int i = 0; i < tallies.size(); i++) {
      boolean plain = !metrics.get(i).needsPredictions(outputs.type());
      if (!plain && predictions == null) {
        predictions = prediction.apply(outputs);
      }
      tallies.get(i).add(plain ? outputs : predictions, targets);
    }
  }

  /** The metrics by name. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      values.put(metrics.get(i).name(), tallies.get(i).value());
    }
    return values;
  }

  /** What has been counted, by metric. */
  public Map<String, double[]> counted() {
    Map<String, double[]> counted = new LinkedHashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      counted.put(metrics.get(i).name(), tallies.get(i).counted());
    }
    return counted;
  }

  /** Goes on from what had been counted. */
  public void restore(Map<String, double[]> counted) {
    for (int i = 0; i < tallies.size(); i++) {
      tallies.get(i).restore(counted.get(metrics.get(i).name()));
    }
  }
}
