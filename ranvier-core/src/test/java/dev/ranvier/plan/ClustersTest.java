package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.op.AddOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClustersTest {
  private final Input x = new Input("x", TensorType.f32(2));

  private static Application apply(Node... inputs) {
    return Application.of(inputs.length == 1 ? new TanhOp() : new AddOp(), List.of(inputs));
  }

  @Test
  void aPathThroughAThirdForbidsMerging() {
    Application first = apply(x);
    Application between = apply(first.result());
    Application last = apply(first.result(), between.result());
    Clusters clusters = new Clusters(List.of(first, between, last), member -> false);
    assertThat(clusters.merge(first, last)).isFalse();
    assertThat(clusters.merge(first, between)).isTrue();
    assertThat(clusters.merge(first, last)).isTrue();
    assertThat(clusters.inOrder()).containsExactly(List.of(first, between, last));
  }

  @Test
  void whatIsKnownOnlyInTheEndIsNotReadWithin() {
    Application first = apply(x);
    Application sum = apply(first.result());
    Application reader = apply(first.result(), sum.result());
    Clusters clusters = new Clusters(List.of(first, sum, reader), member -> member == sum);
    assertThat(clusters.merge(first, sum)).isTrue();
    assertThat(clusters.merge(first, reader)).isFalse();
    assertThat(clusters.merge(sum, reader)).isFalse();
    assertThat(clusters.inOrder()).containsExactly(List.of(first, sum), List.of(reader));
  }

  /** Each pair alone is harmless; both together would wait for each other. */
  @Test
  void clustersNeverDependOnEachOtherInACircle() {
    Application a1 = apply(x);
    Application b2 = apply(x);
    Application b1 = apply(a1.result());
    Application a2 = apply(b2.result());
    Clusters clusters = new Clusters(List.of(a1, b2, b1, a2), member -> false);
    assertThat(clusters.merge(a1, a2)).isTrue();
    assertThat(clusters.merge(b1, b2)).isFalse();
    assertThat(clusters.inOrder()).containsExactly(List.of(b2), List.of(a1, a2), List.of(b1));
  }
}
