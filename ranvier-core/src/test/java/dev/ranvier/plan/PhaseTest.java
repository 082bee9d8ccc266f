package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReluOp;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PhaseTest {
  private final Input x = new Input("x", TensorType.f32(2, 3));
  private final Variable w = new Variable("w", Tensor.of(Shape.of(3, 3), new float[9]));

  private static Map<Phase, List<String>> phases(Roots roots) {
    Map<dev.ranvier.graph.Application, Phase> phases = Phase.of(roots);
    return Rewriting.applications(roots).stream()
        .collect(
            Collectors.groupingBy(
                phases::get,
                Collectors.mapping(application -> application.op().name(), Collectors.toList())));
  }

  @Test
  void aTrainingStepHasThree() {
    Node loss = Ops.sum(new ReluOp().apply(Ops.matmul(x, w)));
    Node gradient = Gradients.of(loss, List.of(w)).getFirst();
    Node next = Ops.subtract(w, Ops.multiply(gradient, 0.1));
    Roots roots = Simplification.apply(new Roots(List.of(loss), List.of(new Assignment(w, next))));
    Map<Phase, List<String>> phases = phases(roots);
    assertThat(phases.get(Phase.FORWARD)).containsExactly("matmul", "relu", "sum", "reshape");
    assertThat(phases.get(Phase.BACKWARD)).endsWith("matmul");
    assertThat(phases.get(Phase.UPDATE)).containsExactly("multiply", "subtract");
  }

  @Test
  void aGraphThatAssignsNothingIsAllForward() {
    Node loss = Ops.sum(Ops.matmul(x, w));
    Roots roots = new Roots(List.of(Gradients.of(loss, List.of(w)).getFirst()), List.of());
    assertThat(phases(roots)).containsOnlyKeys(Phase.FORWARD);
  }
}
