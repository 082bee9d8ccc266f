package dev.ranvier.train.metric;

import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

  /**
   * Measures predictions, whatever they come from: an ensemble, another program.
   *
   * @param predict from a batch of inputs, as the examples have them, to predictions
   * @param data the examples
   * @param batch how many are predicted at once
   * @param wanted what is measured, {@link Metric#forLoss for the loss} where it has tasks; there
   *     is no loss itself, which is of a model's outputs
   * @throws IllegalArgumentException when a metric does not apply to the predictions
   */
  public static Evaluation of(
      UnaryOperator<Tensor> predict, Dataset data, int batch, List<Metric> wanted) {
    List<Metric> metrics =
        wanted.stream().map(metric -> metric.forScale(data.schema().scale())).toList();
    for (Metric metric : metrics) {
      if (metric.needsOutputs()) {
        throw new IllegalArgumentException(
            metric.name()
                + ": is a loss, which is of a model's outputs, and there are only predictions; name"
                + " other metrics");
      }
    }
    Tallies tallies = new Tallies(metrics, predictions -> predictions);
    Optional<ConfusionMatrix> confusion = ConfusionMatrix.of(data);
    try (Batches batches = Batches.direct(data, new Batching(batch))) {
      for (int i = 0; i < batches.steps(); i++) {
        Batch next = batches.next();
        Tensor predictions = predict.apply(next.inputs());
        if (i == 0) {
          metrics.forEach(
              metric -> metric.requireFitting(predictions.type(), next.targets().type()));
        }
        tallies.add(predictions, next.targets());
        confusion.ifPresent(matrix -> matrix.add(predictions, next.targets()));
      }
    }
    return new Evaluation(data.size(), tallies.values(), confusion);
  }
}
