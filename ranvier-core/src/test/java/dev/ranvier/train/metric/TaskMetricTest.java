package dev.ranvier.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableDataset;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Task;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.Fit;
import dev.ranvier.train.History;
import dev.ranvier.train.TaskLoss;
import dev.ranvier.train.Trainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TaskMetricTest {
  private static final MultiTask LOSS =
      new MultiTask(
          new Task("which half", new SoftmaxCrossEntropy(), 2),
          new Task("sum", new SquaredError(), 1).withWeight(0.5));

  /** Points, the half of the plane they are in, and the sum of their coordinates. */
  private static Dataset points(String... names) {
    float[] inputs = new float[80];
    float[] halves = new float[40];
    float[] sums = new float[40];
    for (int i = 0; i < 40; i++) {
      inputs[2 * i] = (float) Math.sin(i);
      inputs[2 * i + 1] = (float) Math.cos(3 * i);
      halves[i] = inputs[2 * i] > 0 ? 1 : 0;
      sums[i] = inputs[2 * i] + inputs[2 * i + 1];
    }
    return TableDataset.of(
        Shape.of(2),
        inputs,
        List.of(new TargetColumn(names[0], List.of("left", "right")), new TargetColumn(names[1])),
        List.of(halves, sums));
  }

  private static Trainer trainer(MultiTask loss) {
    Model model =
        new Model(
            TensorType.f32(2),
            new Sequential(new Dense(8), new Tanh(), new Concatenate(new Dense(2), new Dense(1))),
            1);
    return new Trainer(model, loss, new Adam().withLearningRate(0.05));
  }

  @Test
  void itMeasuresTheTasksOwnNumbers() {
    Metric accuracy = new TaskMetric("which half", new Accuracy()).forLoss(LOSS);
    Metric error = new TaskMetric("sum", new MeanAbsoluteError()).forLoss(LOSS);
    Tensor outputs = Tensor.of(Shape.of(3, 3), 2, 1, 0.5f, 1, 2, 3, 0, 1, 1);
    Tensor targets = Tensor.of(Shape.of(3, 2), 0, 1, 0, 1, 1, 1);
    assertThat(accuracy.name()).isEqualTo("which_half_accuracy");
    assertThat(error.name()).isEqualTo("sum_mae");
    assertThat(error.greaterIsBetter()).isFalse();
    Metric.Tally right = accuracy.start();
    Metric.Tally off = error.start();
    right.add(outputs, targets);
    off.add(outputs, targets);
    assertThat(right.value()).isEqualTo(2 / 3.0);
    assertThat(off.value()).isEqualTo((0.5 + 2 + 0) / 3);
    Metric.Tally goingOn = accuracy.start();
    goingOn.restore(right.counted());
    goingOn.add(Tensor.of(Shape.of(1, 3), 2, 1, 0), Tensor.of(Shape.of(1, 2), 1, 0));
    assertThat(goingOn.value()).isEqualTo(0.5);
  }

  @Test
  void trainingMeasuresEveryTask() {
    Dataset data = points("which half", "sum");
    Trainer trainer = trainer(LOSS);
    History history =
        trainer.fit(
            data,
            new Fit(60)
                .withBatch(8)
                .withValidation(data)
                .withMetrics(
                    new TaskMetric("which half", new Accuracy()), new TaskMetric("sum", new R2())));
    assertThat(history.last().metrics()).containsKeys("which_half_accuracy", "validation_sum_r2");
    assertThat(history.best().metrics().get("validation_which_half_accuracy")).isGreaterThan(0.9);
    assertThat(history.last().metrics().get("validation_sum_r2")).isGreaterThan(0.9);
    assertThat(trainer.evaluate(data).metrics()).containsOnlyKeys("loss", "which_half_accuracy");
  }

  @Test
  void tasksMustSuitTheTargets() {
    assertThatThrownBy(() -> trainer(LOSS).fit(points("half", "sum"), new Fit(1)))
        .hasMessage(
            "multi-task: task 'which half' gets the targets 'half'; call the tasks as the targets"
                + " are called, in the order half, sum");
    MultiTask three =
        new MultiTask(
            new Task("a", new SquaredError(), 1), new Task("b", new SoftmaxCrossEntropy(), 2));
    assertThatThrownBy(() -> trainer(three).fit(points("a", "b"), new Fit(1)))
        .hasMessage(
            "multi-task: task 'b' tells 2 classes apart, its targets are numbers; choose another"
                + " loss");
  }

  @Test
  void itNeedsALossWithTheTask() {
    TaskMetric accuracy = new TaskMetric("kind", new Accuracy());
    assertThatThrownBy(() -> accuracy.forLoss(new SquaredError()))
        .hasMessage(
            "kind_accuracy: is measured of the task 'kind', the loss squared-error has no tasks; use"
                + " the loss multi-task, or a metric without a task");
    assertThatThrownBy(() -> accuracy.forLoss(LOSS))
        .hasMessage("multi-task: has no task 'kind', its tasks are which half, sum");
    assertThatThrownBy(accuracy::start)
        .hasMessage(
            "kind_accuracy: only the loss knows where the task's numbers are; ask for it by"
                + " forLoss");
    Metric wrong = new TaskMetric("sum", new TopK(5)).forLoss(LOSS);
    assertThatThrownBy(() -> wrong.requireFitting(TensorType.f32(4, 3), TensorType.f32(4, 2)))
        .hasMessageStartingWith("task 'sum': top-k: ");
  }

  @Test
  void theLossesOfTasksAddUpToTheLoss() {
    Dataset data = points("which half", "sum");
    Trainer trainer = trainer(LOSS);
    TaskLoss half = new TaskLoss("which half");
    TaskLoss sum = new TaskLoss("sum");
    History history =
        trainer.fit(data, new Fit(2).withBatch(15).withValidation(data).withMetrics(half, sum));
    for (String when : List.of("", "validation_")) {
      Map<String, Double> measured = history.last().metrics();
      assertThat(measured.get(when + "which_half_loss") + 0.5 * measured.get(when + "sum_loss"))
          .isCloseTo(measured.get(when + "loss"), within(1e-6));
    }
    assertThatThrownBy(() -> half.forLoss(new SquaredError()))
        .hasMessage(
            "which_half_loss: is measured of the task 'which half', the loss squared-error has no"
                + " tasks; use the loss multi-task, or a metric without a task");
    assertThatThrownBy(() -> Evaluation.of(trainer::predict, data, 10, List.of(half.forLoss(LOSS))))
        .hasMessage(
            "which_half_loss: is a loss, which is of a model's outputs, and there are only"
                + " predictions; name other metrics");
  }
}
