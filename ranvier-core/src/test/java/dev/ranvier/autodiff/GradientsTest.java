package dev.ranvier.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Scope;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.normalization.BatchNormalizationGradientOp;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientsTest {
  /** An op that gives back its input and whatever gradients it is told to. */
  private record Told(List<Node> gradients) implements Op {
    @Override
    public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
      return Arithmetic.NONE;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      return inputs;
    }

    @Override
    public List<Node> gradient(Backward backward) {
      return gradients;
    }

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
      return inputs;
    }
  }

  private final Input x = new Input("x", TensorType.f32());
  private final Input y = new Input("y", TensorType.f32());
  private final Input z = new Input("z", TensorType.f32());

  @Test
  void solvesTheTextbookExample() {
    Node f = Ops.multiply(Ops.add(x, y), z);
    assertThat(gradients(f, Map.of(x, -2.0, y, 5.0, z, -4.0), x, y, z))
        .containsExactly(-4.0, -4.0, 3.0);
  }

  @Test
  void addsUpOverAllPaths() {
    Node square = Ops.multiply(x, x);
    Node diamond = Ops.add(Ops.multiply(square, x), Ops.exp(square));
    // x^3 + exp(x^2)
    assertThat(gradients(diamond, Map.of(x, 1.0), x)).containsExactly(3 + 2 * Math.E);
  }

  @Test
  void isZeroWhereTheObjectiveDoesNotDepend() {
    Input unused = new Input("unused", TensorType.f32(2, 3));
    List<Node> gradients = Gradients.of(Ops.exp(x), List.of(unused, y));
    assertThat(Interpreter.evaluate(gradients, Map.of()))
        .containsExactly(NdArray.zeros(Shape.of(2, 3)), NdArray.scalar(0));
  }

  @Test
  void theObjectiveByItselfIsOne() {
    assertThat(gradients(x, Map.of(x, 5.0), x)).containsExactly(1.0);
  }

  @Test
  void differentiatesByNodesInTheMiddle() {
    Node middle = Ops.multiply(x, y);
    Node objective = Ops.multiply(middle, middle);
    assertThat(gradients(objective, Map.of(x, 2.0, y, 3.0), middle, x)).containsExactly(12.0, 36.0);
  }

  @Test
  void differentiatesItsOwnResults() {
    Node cube = Ops.multiply(Ops.square(x), x);
    Node first = Gradients.of(cube, List.of(x)).getFirst();
    Node second = Gradients.of(first, List.of(x)).getFirst();
    assertThat(gradients(second, Map.of(x, 2.0), x)).containsExactly(6.0);
  }

  @Test
  void sumsOverWhatWasBroadcast() {
    Input matrix = new Input("matrix", TensorType.f32(2, 3));
    Input row = new Input("row", TensorType.f32(3));
    Input column = new Input("column", TensorType.f32(2, 1));
    Node objective = Ops.sum(Ops.multiply(Ops.add(matrix, row), column));
    List<Node> gradients = Gradients.of(objective, List.of(matrix, row, column));
    NdArray ones = NdArray.of(Shape.of(2, 3), 1, 1, 1, 1, 1, 1);
    Map<Input, NdArray> feeds =
        Map.of(
            matrix, ones,
            row, NdArray.of(Shape.of(3), 1, 2, 3),
            column, NdArray.of(Shape.of(2, 1), 10, 20));
    assertThat(Interpreter.evaluate(gradients, feeds))
        .containsExactly(
            NdArray.of(Shape.of(2, 3), 10, 10, 10, 20, 20, 20),
            NdArray.of(Shape.of(3), 30, 30, 30),
            NdArray.of(Shape.of(2, 1), 9, 9));
  }

  @Test
  void worksOnDeepGraphs() {
    Node node = x;
    for (int i = 0; i < 20_000; i++) {
      node = Ops.negate(node);
    }
    assertThat(gradients(node, Map.of(x, 3.0), x)).containsExactly(1.0);
  }

  @Test
  void runsRulesOnlyWhereAnInputNeedsThem() {
    Input labels = new Input("labels", TensorType.i32(3));
    Node hot = new OneHotOp(2).apply(labels);
    Node centre = new Input("centre", TensorType.f32(2));
    List<Node> normalized =
        List.copyOf(
            new BatchNormalizationGradientOp(1e-5).applyAll(hot, centre, centre, centre, hot));
    // The rule is missing, but nothing behind the op is asked for.
    Node objective = Ops.sum(Ops.square(normalized.getFirst()));
    assertThat(Gradients.of(objective, List.of(normalized.getFirst()))).hasSize(1);
    assertThatThrownBy(() -> Gradients.of(objective, List.of(centre)))
        .hasMessage(
            "batch-normalization-gradient: has no gradient rule; compose the normalization of"
                + " elementwise ops and Sum to differentiate it twice");
  }

  @Test
  void staysInTheScopeOfTheLayer() {
    Node inner = Scope.within("head", () -> Ops.exp(Ops.multiply(x, y)));
    List<Node> gradients = Gradients.of(Ops.square(inner), List.of(x));
    List<String> scopes =
        TopologicalOrder.of(gradients).stream().map(Application::scope).distinct().toList();
    assertThat(((Result) gradients.getFirst()).application().scope()).isEqualTo("head");
    assertThat(scopes).containsExactlyInAnyOrder("head", "");
  }

  @Test
  void refusesWhatHasNoGradient() {
    Input matrix = new Input("matrix", TensorType.f32(2, 3));
    Input labels = new Input("labels", TensorType.i32(2));
    assertThatThrownBy(() -> Gradients.of(matrix, List.of(matrix)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradients: the objective must be a floating scalar, got f32[2,3]; sum or average it"
                + " first");
    assertThatThrownBy(() -> Gradients.of(x, List.of(labels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradients: there is no gradient by labels:i32[2], whose values are integers; cast it"
                + " to a floating type first");
  }

  @Test
  void namesOpsWithBrokenRules() {
    Node few = new Told(List.of()).apply(x);
    assertThatThrownBy(() -> Gradients.of(few, List.of(x)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("told: its gradient rule gave 0 gradients for 1 inputs");
    Node wide = new Told(List.of(new Input("wide", TensorType.f32(2)))).apply(x);
    assertThatThrownBy(() -> Gradients.of(wide, List.of(x)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("told: its gradient rule gave f32[2] for an input of type f32[]");
  }

  private static List<Double> gradients(Node objective, Map<Input, Double> at, Node... by) {
    Map<Input, NdArray> feeds = new HashMap<>();
    at.forEach((input, value) -> feeds.put(input, NdArray.scalar(value)));
    List<Double> values = new ArrayList<>();
    for (NdArray gradient : Interpreter.evaluate(Gradients.of(objective, List.of(by)), feeds)) {
      values.add(gradient.get());
    }
    return values;
  }
}
