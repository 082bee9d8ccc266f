package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.ExponentialOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunConstantExtractionTest {
  private final Input x = new Input("x", TensorType.f32(3));
  private final Variable w = new Variable("w", Tensor.of(Shape.of(3), 1, 2, 3));
  private final RunConstantExtraction values = new RunConstantExtraction();

  private static Roots outputs(Node... nodes) {
    return new Roots(List.of(nodes), List.of());
  }

  private static List<String> ops(Roots roots) {
    return Rewriting.applications(roots).stream()
        .map(application -> application.op().name())
        .toList();
  }

  @Test
  void whatDependsOnVariablesAloneIsTakenOut() {
    Node y =
        Ops.multiply(new TanhOp().apply(x), new ExponentialOp().apply(Ops.add(w, Ops.number(1))));
    RunConstantExtraction.Cut cut = values.cut(outputs(y));
    assertThat(ops(cut.rest())).containsExactly("tanh", "multiply");
    assertThat(cut.fresh()).hasSize(1);
    assertThat(ops(new Roots(List.of(), cut.fresh()))).containsExactly("add", "exponential");
  }

  @Test
  void anOutputThatLastsIsRead() {
    RunConstantExtraction.Cut cut = values.cut(outputs(new ExponentialOp().apply(w)));
    assertThat(cut.rest().outputs()).containsExactly(cut.fresh().getFirst().variable());
  }

  @Test
  void equalValuesOfSeveralGraphsAreOne() {
    Node first = Ops.multiply(x, new ExponentialOp().apply(Ops.multiply(w, 2)));
    Node second = Ops.add(x, new ExponentialOp().apply(Ops.multiply(w, 2)));
    RunConstantExtraction.Cut one = values.cut(outputs(first));
    RunConstantExtraction.Cut other = values.cut(outputs(second));
    assertThat(other.fresh()).isEmpty();
    assertThat(Rewriting.applications(other.rest()).getFirst().inputs())
        .contains(one.fresh().getFirst().variable());
    assertThat(values.cut(outputs(Ops.multiply(x, Ops.multiply(w, 3)))).fresh()).hasSize(1);
  }

  @Test
  void reshapesAndBroadcastsStayWhereTheyAre() {
    Node wide = BroadcastToOp.shape(ReshapeOp.to(w, Shape.of(3, 1)), Shape.of(3, 3));
    RunConstantExtraction.Cut cut = values.cut(outputs(Ops.multiply(x, wide)));
    assertThat(cut.fresh()).isEmpty();
    assertThat(ops(cut.rest())).containsExactly("reshape", "broadcast-to", "multiply");
    Node computed = BroadcastToOp.shape(new ExponentialOp().apply(w), Shape.of(3, 3));
    RunConstantExtraction.Cut second = values.cut(outputs(Ops.multiply(x, computed)));
    assertThat(second.fresh()).hasSize(1);
    assertThat(ops(second.rest())).containsExactly("broadcast-to", "multiply");
  }

  @Test
  void whatTheGraphAssignsIsComputedAtEveryRun() {
    Node y = Ops.multiply(x, new ExponentialOp().apply(w));
    Roots roots = new Roots(List.of(y), List.of(new Assignment(w, Ops.multiply(w, 0.5))));
    RunConstantExtraction.Cut cut = values.cut(roots);
    assertThat(cut.fresh()).isEmpty();
    assertThat(ops(cut.rest())).containsExactlyInAnyOrder("exponential", "multiply", "multiply");
  }

  @Test
  void constantsAloneAreLeftToSimplification() {
    Roots roots = outputs(Ops.multiply(x, new ExponentialOp().apply(Ops.number(2))));
    assertThat(values.cut(roots).rest()).isEqualTo(roots);
  }
}
