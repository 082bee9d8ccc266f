package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private final Variable weights = new Variable("dense/weights", Tensor.of(Shape.of(2), 1, 2));

  @Test
  void replacesLikeByLike() {
    Node next = Ops.negate(weights);
    assertThat(new Assignment(weights, next).value()).isSameAs(next);
  }

  @Test
  void refusesAnotherType() {
    assertThatThrownBy(() -> new Assignment(weights, Ops.sum(weights)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("variable 'dense/weights' is f32[2], cannot become reshape:f32[]");
  }
}
