package dev.ranvier.train.metric;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.data.TargetScale;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * A measure of how good predictions are, gathered batch by batch.
 *
 * <p>A metric is an immutable record; what it counts is in a {@link Tally}. Over all batches the
 * value is exactly that of all examples at once.
 */
public interface Metric {
  /** Its name in histories and tables, in snake case. */
  String name();

  /** Whether a greater value is better; of errors a smaller one is. */
  boolean greaterIsBetter();

  /**
   * Whether it must be given what the model predicts ({@link Loss#prediction}), such as
   * probabilities. For some the model's plain outputs do, which are at hand.
   */
  default boolean needsPredictions(TensorType outputs) {
    return true;
  }

  /**
   * Whether only the model's plain outputs will do, as for a loss; there are none where several
   * models vote.
   */
  default boolean needsOutputs() {
    return false;
  }

  /**
   * Checks that it applies to a model; by default to all.
   *
   * @param outputs the type of the model's outputs, batch included
   * @param targets the type of their targets, batch included
   * @throws IllegalArgumentException when it does not
   */
  default void requireFitting(TensorType outputs, TensorType targets) {}

  /**
   * The metric for models that are trained with a loss; only one of a part of their outputs has to
   * know it.
   *
   * @throws IllegalArgumentException when the loss has no such part
   */
  default Metric forLoss(Loss loss) {
    return this;
  }

  /**
   * The metric for examples whose targets are scaled: of predictions and targets in their own
   * units.
   */
  default Metric forScale(TargetScale scale) {
    return scale.isNone() || needsOutputs() ? this : new OriginalUnits(this, scale);
  }

  /** A fresh tally. */
  Tally start();

  /**
   * What is measured where nothing is asked for: accuracy, of examples that have classes, or of
   * each task that tells classes apart.
   */
  static List<Metric> standard(Dataset data, Loss loss) {
    if (loss instanceof MultiTask tasks) {
      List<TargetColumn> columns = data.targetColumns();
      return tasks.parts().stream()
          .filter(part -> part.column() < columns.size())
          .filter(part -> !columns.get(part.column()).classNames().isEmpty())
          .map(part -> (Metric) new TaskMetric(part.task().name(), new Accuracy()))
          .toList();
    }
    return data.classCount() > 0 ? List.of(new Accuracy()) : List.of();
  }

  /** The metric over the batches so far. */
  interface Tally {
    /** Counts a batch: predictions [batch, …] and their targets. */
    void add(Tensor predictions, Tensor targets);

    /** The metric over all batches added; not a number where it is not defined. */
    double value();

    /** What has been counted: all that another tally needs to go on from here. */
    double[] counted();

    /** Goes on from what another tally of the metric had counted. */
    void restore(double[] counted);
  }
}
