package dev.ranvier.train;

import dev.ranvier.nn.Loss;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Metric;
import dev.ranvier.train.metric.TaskMetric;

/**
 * The loss of one task of a {@link MultiTask} loss, called after it: {@code kind_loss}.
 *
 * <p>Formula: (1/n) Σ L over all n examples, before the task's weight and without the weights of
 * examples. It is of a model's outputs; an ensemble has none.
 *
 * @param task the task's name
 */
public record TaskLoss(String task) implements Metric {
  @Override
  public String name() {
    return TaskMetric.name(task, "loss");
  }

  @Override
  public boolean greaterIsBetter() {
    return false;
  }

  @Override
  public boolean needsOutputs() {
    return true;
  }

  @Override
  public Metric forLoss(Loss loss) {
    MultiTask tasks = TaskMetric.tasks(name(), task, loss);
    return new TaskMetric(task, new LossMetric(tasks.part(task).task().loss())).forLoss(loss);
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    throw TaskMetric.withoutLoss(name());
  }

  @Override
  public Tally start() {
    throw TaskMetric.withoutLoss(name());
  }
}
