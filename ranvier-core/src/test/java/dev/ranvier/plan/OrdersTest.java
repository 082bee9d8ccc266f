package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final int LAYERS = 12;
  private static final int BATCH = 1000;
  private static final long ACTIVATION = 4L * BATCH * 10;

  /** Updates that wait for the norm of all gradients, which is summed from the first layer on. */
  private static Roots clippedByNorm() {
    Node x = new Input("x", TensorType.f32(BATCH, 10));
    List<Variable> weights = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      Variable weight = new Variable("w" + i, Tensor.of(Shape.of(10, 10), new float[100]));
      weights.add(weight);
      x = new TanhOp().apply(Ops.matmul(x, weight));
    }
    List<Node> gradients = Gradients.of(Ops.sum(x), weights);
    Node norm = Ops.number(0);
    for (Node gradient : gradients) {
      norm = Ops.add(norm, Ops.sum(Ops.square(gradient)));
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      Node next = Ops.subtract(weights.get(i), Ops.divide(gradients.get(i), norm));
      assignments.add(new Assignment(weights.get(i), next));
    }
    return Simplification.apply(new Roots(List.of(), assignments));
  }

  /** Not every upstream gradient waits until all weights have theirs. */
  @Test
  void upstreamGradientsAreUsedUpAtOnceWhateverTheOrderOfTheNorm() {
    Roots roots = clippedByNorm();
    ExecutionOrder schedule = ExecutionOrder.of(roots, (application, input, result) -> true);
    long peak = Liveness.peak(Liveness.bytes(roots, schedule.order(), schedule.inPlace()));
    assertThat(peak).isLessThan((LAYERS + 5) * ACTIVATION);
  }

  @Test
  void everythingRunsOnceAfterWhatItReads() {
    ExecutionOrder schedule =
        ExecutionOrder.of(clippedByNorm(), (application, input, result) -> true);
    Set<Node> there = new HashSet<>();
    for (Application application : schedule.order()) {
      for (Node input : application.inputs()) {
        assertThat(input instanceof dev.ranvier.graph.Result && !there.contains(input)).isFalse();
      }
      assertThat(there.addAll(application.results())).isTrue();
    }
    assertThat(schedule.order())
        .containsExactlyInAnyOrderElementsOf(Rewriting.applications(schedule.roots()));
  }

  @Test
  void livenessCountsAViewAsWhatItIsAViewOf() {
    Input x = new Input("x", TensorType.f32(4, 8));
    Node y = new TanhOp().apply(x);
    Node z = new TanhOp().apply(dev.ranvier.op.ReshapeOp.to(y, Shape.of(32)));
    Roots roots = new Roots(List.of(z), List.of());
    assertThat(Liveness.bytes(roots, Rewriting.applications(roots), Map.of()))
        .containsExactly(128, 128, 256);
  }
}
