package dev.ranvier.train;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.data.Batch;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.metric.Tallies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is counted in an epoch while it goes on. */
final class EpochTally {
  private static final String METRIC = "metric/";

  private final Tallies metrics;
  private long start = System.nanoTime();
  private double secondsBefore;
  private int batch;
  private int steps;
  private long examples;
  private double lossSum;
  private double rate;

  /** Begins an epoch. */
  EpochTally(Tallies metrics) {
    this.metrics = metrics;
  }

  /**
   * Starts the clock of an epoch with batches of a size.
   *
   * @throws IllegalArgumentException when the epoch had begun with batches of another size
   */
  void begin(int size) {
    if (steps > 0 && size != batch) {
      throw new IllegalArgumentException(
          "fit: the checkpoint is from within an epoch with batches of "
              + batch
              + ", this fit wants batches of "
              + size
              + "; give it the same schedule");
    }
    batch = size;
    start = System.nanoTime();
  }

  /** Counts a step. */
  void add(Batch batch, double loss, double learningRate, Tensor outputs) {
    rate = learningRate;
    steps++;
    examples += batch.size();
    lossSum += loss * batch.size();
    metrics.add(outputs, batch.targets());
  }

  /** The steps taken in the epoch. */
  int steps() {
    return steps;
  }

  /** The examples seen in the epoch. */
  long examples() {
    return examples;
  }

  /** The learning rate of the last step. */
  double rate() {
    return rate;
  }

  /** How long the epoch has taken. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - start) / 1e9;
  }

  /** The loss and the metrics over the epoch so far. */
  Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", lossSum / examples);
    values.putAll(metrics.values());
    return values;
  }

  /** Writes it down; an epoch without steps leaves nothing. */
  void save(Map<String, String> texts, Map<String, Tensor> tensors) {
    if (steps == 0) {
      return;
    }
    texts.put("epoch_steps", Integer.toString(steps));
    texts.put("epoch_batch", Integer.toString(batch));
    texts.put("epoch_examples", Long.toString(examples));
    texts.put("epoch_loss", Double.toString(lossSum));
    texts.put("epoch_learning_rate", Double.toString(rate));
    texts.put("epoch_seconds", Double.toString(seconds()));
    metrics.counted().forEach((name, counted) -> tensors.put(METRIC + name, numbers(counted)));
  }

  /**
   * Goes on from what was written down.
   *
   * @throws IllegalArgumentException when other metrics were measured then
   */
  void restore(Checkpoint checkpoint) {
    Map<String, String> texts = checkpoint.texts();
    if (!texts.containsKey("epoch_steps")) {
      return;
    }
    Map<String, Tensor> counted = checkpoint.tensors(METRIC);
    Set<String> names = metrics.counted().keySet();
    if (!counted.keySet().equals(names)) {
      throw new IllegalArgumentException(
          "fit: the checkpoint is from within an epoch that measured "
              + counted.keySet()
              + ", this fit measures "
              + names
              + "; ask for the same metrics");
    }
    steps = Integer.parseInt(texts.get("epoch_steps"));
    batch = Integer.parseInt(texts.get("epoch_batch"));
    examples = Long.parseLong(texts.get("epoch_examples"));
    lossSum = Double.parseDouble(texts.get("epoch_loss"));
    rate = Double.parseDouble(texts.get("epoch_learning_rate"));
    secondsBefore = Double.parseDouble(texts.get("epoch_seconds"));
    Map<String, double[]> numbers = new LinkedHashMap<>();
    counted.forEach((name, tensor) -> numbers.put(name, tensor.toNdArray().data()));
    metrics.restore(numbers);
  }

  private static Tensor numbers(double[] values) {
    return Tensor.of(DType.F64, NdArray.of(Shape.of(values.length), values));
  }
}
