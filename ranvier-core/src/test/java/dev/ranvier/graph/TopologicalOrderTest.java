package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.op.Ops;
import dev.ranvier.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologicalOrderTest {
  private final Input x = new Input("x", TensorType.f32());

  @Test
  void dependenciesComeFirstAndOnce() {
    Node a = Ops.exp(x);
    Node b = Ops.multiply(a, a);
    Node c = Ops.add(Ops.negate(b), a);
    Node d = Ops.subtract(c, b);
    Set<Application> order = TopologicalOrder.of(List.of(d, a, b));
    assertThat(order.stream().map(application -> application.op().name()))
        .containsExactly("exponential", "multiply", "negate", "add", "subtract");
  }

  @Test
  void nothingIsBehindAnInput() {
    assertThat(TopologicalOrder.of(List.of(x, Literal.of(1)))).isEmpty();
  }

  @Test
  void depthHasNoLimit() {
    Node node = x;
    for (int i = 0; i < 100_000; i++) {
      node = Ops.negate(node);
    }
    assertThat(TopologicalOrder.of(List.of(node))).hasSize(100_000);
  }

  @Test
  void sharingDoesNotMultiplyTheWork() {
    Node node = x;
    for (int i = 0; i < 200; i++) {
      node = Ops.add(node, node); // 2^200 paths
    }
    Set<Application> order = TopologicalOrder.of(List.of(node));
    assertThat(order).hasSize(200);
    Set<Node> computed = new HashSet<>(Set.of(x));
    for (Application application : order) {
      assertThat(computed).containsAll(application.inputs());
      computed.addAll(application.results());
    }
  }
}
