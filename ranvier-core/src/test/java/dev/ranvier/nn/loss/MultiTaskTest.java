package dev.ranvier.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Task;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiTaskTest {
  private static final MultiTask BOTH =
      new MultiTask(
          new Task("kind", new SoftmaxCrossEntropy(), 3),
          new Task("place", new SquaredError(), 2).withWeight(0.5));

  @Test
  void aModelHasAClassifierAndARegression() {
    Layer heads =
        new Sequential(
            new Dense(4),
            new Concatenate(new Dense(3).named("class"), new Dense(2).named("place")));
    Model model = new Model(TensorType.f32(6), heads, 1);
    Node output = model.trace(7, true).output();
    assertThat(BOTH.targetType(output.type())).isEqualTo(TensorType.f32(7, 3));
    assertThat(model.parameters())
        .extracting(v -> v.name())
        .contains("concatenate1/class/weights", "concatenate1/place/bias");
  }

  @Test
  void theLossIsTheWeightedSumOfTheTasks() {
    Input output = new Input("output", TensorType.f32(2, 5));
    Input target = new Input("target", TensorType.f32(2, 3));
    NdArray y = NdArray.of(Shape.of(2, 5), 1, 2, 3, 0.5, -1, 0, 0, 0, 4, 4);
    NdArray t = NdArray.of(Shape.of(2, 3), 2, 1, 1, 0, 4, 2);
    List<NdArray> results =
        Interpreter.evaluate(
            List.of(BOTH.perExample(output, target), BOTH.prediction(output)),
            Map.of(output, y, target, t));
    double first = Math.log(1 + Math.exp(-1) + Math.exp(-2)) + 0.5 * (0.25 + 4) / 2;
    double second = Math.log(3) + 0.5 * (0 + 4) / 2.0;
    assertThat(results.get(0).data()).containsExactly(new double[] {first, second}, within(1e-9));
    assertThat(results.get(1).get(1, 0)).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(results.get(1).get(1, 4)).isEqualTo(4);
  }

  @Test
  void partsSayWhereATasksNumbersAre() {
    assertThat(BOTH.parts())
        .containsExactly(
            new MultiTask.Part(BOTH.tasks().get(0), 0, 0, TensorType.i32(1)),
            new MultiTask.Part(BOTH.tasks().get(1), 3, 1, TensorType.f32(1, 2)));
    assertThat(BOTH.part("place").columns()).isEqualTo(2);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> BOTH.targetType(TensorType.f32(2, 4)))
        .hasMessage(
            "multi-task: the tasks take predictions [batch,5], got [2,4]; end the model with a"
                + " concatenate of one head a task");
    assertThatThrownBy(() -> new MultiTask())
        .hasMessage("multi-task: needs at least one task, got none");
    assertThatThrownBy(() -> new Task("place", new SquaredError(), 0))
        .hasMessage("task: outputs must be at least 1, got 0");
    assertThatThrownBy(() -> new Task(" ", new SquaredError(), 1))
        .hasMessage("task: needs a name, got none");
    assertThatThrownBy(() -> new Task("place", new SquaredError(), 1, -1))
        .hasMessage("task: weight must be at least 0, got -1.0");
    Task place = new Task("place", new SquaredError(), 1);
    assertThatThrownBy(() -> new MultiTask(place, place))
        .hasMessage("multi-task: tasks need names of their own, got [place, place]; rename one");
    assertThatThrownBy(() -> BOTH.part("age"))
        .hasMessage("multi-task: has no task 'age', its tasks are kind, place");
  }
}
