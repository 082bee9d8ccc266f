package dev.ranvier.train.metric;

import dev.ranvier.data.TargetScale;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * A metric of one task of a {@link MultiTask} loss: of its own outputs and targets alone.
 *
 * <p>Its name is the task's, with an underscore for every other sign than a letter or digit, and
 * the metric's: {@code kind_accuracy}. Where the task's numbers are, the loss knows; {@link
 * #forLoss} asks it, which trainers and predictors do themselves.
 *
 * @param task the task's name
 * @param metric what is measured of it
 */
public record TaskMetric(String task, Metric metric) implements Metric {
  @Override
  public String name() {
    return name(task, metric.name());
  }

  @Override
  public boolean greaterIsBetter() {
    return metric.greaterIsBetter();
  }

  @Override
  public Metric forLoss(Loss loss) {
    return new OfPart(this, tasks(name(), task, loss).part(task));
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    throw withoutLoss(name());
  }

  @Override
  public Tally start() {
    throw withoutLoss(name());
  }

  /** What a metric of a task is called. */
  public static String name(String task, String metric) {
    return task.replaceAll("[^\\p{L}\\p{N}]+", "_") + "_" + metric;
  }

  /** The loss, if it has tasks. */
  public static MultiTask tasks(String name, String task, Loss loss) {
    if (!(loss instanceof MultiTask tasks)) {
      throw new IllegalArgumentException(
          name
              + ": is measured of the task '"
              + task
              + "', the loss "
              + loss.name()
              + " has no tasks; use the loss multi-task, or a metric without a task");
    }
    return tasks;
  }

  public static IllegalStateException withoutLoss(String name) {
    return new IllegalStateException(
        name + ": only the loss knows where the task's numbers are; ask for it by forLoss");
  }

  /** The metric, with the place of the task's numbers. */
  private record OfPart(TaskMetric whole, MultiTask.Part part) implements Metric {
    @Override
    public String name() {
      return whole.name();
    }

    @Override
    public boolean greaterIsBetter() {
      return whole.greaterIsBetter();
    }

    @Override
    public boolean needsPredictions(TensorType outputs) {
      return whole.metric().needsPredictions(ownOutputs(outputs));
    }

    @Override
    public boolean needsOutputs() {
      return whole.metric().needsOutputs();
    }

    @Override
    public void requireFitting(TensorType outputs, TensorType targets) {
      try {
        whole.metric().requireFitting(ownOutputs(outputs), ownTargets(outputs.shape().size(0)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("task '" + whole.task() + "': " + e.getMessage(), e);
      }
    }

    @Override
    public Metric forScale(TargetScale scale) {
      TargetScale own = scale.part(part.column(), part.column() + part.columns());
      return new OfPart(new TaskMetric(whole.task(), whole.metric().forScale(own)), part);
    }

    @Override
    public Tally start() {
      return new PartTally(this, whole.metric().start());
    }

    private TensorType ownOutputs(TensorType outputs) {
      return new TensorType(DType.F32, Shape.of(outputs.shape().size(0), part.task().outputs()));
    }

    private TensorType ownTargets(int batch) {
      return part.target().withShape(part.target().shape().with(0, batch));
    }
  }

  /** Counts the task's part of each batch. */
  private static final class PartTally implements Tally {
    private final OfPart metric;
    private final Tally inner;
    private Tensor outputs = Tensor.scalar(0);
    private Tensor targets = Tensor.scalar(0);

    PartTally(OfPart metric, Tally inner) {
      this.metric = metric;
      this.inner = inner;
    }

    @Override
    public void add(Tensor allOutputs, Tensor allTargets) {
      TensorType own = metric.ownOutputs(allOutputs.type());
      if (!outputs.type().equals(own)) {
        outputs = Tensor.zeros(own);
        targets = Tensor.zeros(metric.ownTargets(own.shape().size(0)));
      }
      copyColumns(allOutputs, metric.part().output(), outputs);
      copyColumns(allTargets, metric.part().column(), targets);
      inner.add(outputs, targets);
    }

    private static void copyColumns(Tensor from, int first, Tensor to) {
      int rows = from.shape().size(0);
      int columns = from.shape().size(1);
      int own = (int) (to.shape().elements() / rows);
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < own; i++) {
          to.setDouble((long) row * own + i, from.getDouble((long) row * columns + first + i));
        }
      }
    }

    @Override
    public double value() {
      return inner.value();
    }

    @Override
    public double[] counted() {
      return inner.counted();
    }

    @Override
    public void restore(double[] counted) {
      inner.restore(counted);
    }
  }
}
