package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
  /** An op whose shape rule changes its mind: the only way to a graph that is typed wrongly. */
  private record Fickle(List<TensorType> answers) implements Op {
    @Override
    public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
      return Arithmetic.NONE;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      return List.of(answers.removeFirst());
    }

    @Override
    public List<Node> gradient(Backward backward) {
      throw backward.missing("it is a test's");
    }

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
      return inputs;
    }
  }

  private final Input x = new Input("x", TensorType.f32(2));

  @Test
  void acceptsAGraphThatUsesANodeTwice() {
    assertThatCode(() -> Verifier.verify(List.of(Ops.add(x, Ops.multiply(x, x)), x)))
        .doesNotThrowAnyException();
  }

  @Test
  void namesWhatIsTypedAgainstItsRule() {
    Op op = new Fickle(new ArrayList<>(List.of(TensorType.f32(2), TensorType.f32(3))));
    Node y = op.apply(x);
    assertThatThrownBy(() -> Verifier.verify(List.of(y)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[x:f32[2]]: is typed [f32[2]], its shape rule says [f32[3]]");
  }

  @Test
  void namesWhatIsThereTwice() {
    Node twin = new Input("x", TensorType.f32(2));
    assertThatThrownBy(() -> Verifier.verify(List.of(Ops.add(x, twin))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("input 'x': two different ones have this name");
    Node weights = new Variable("w", Tensor.scalar(1));
    Node others = new Variable("w", Tensor.scalar(2));
    assertThatThrownBy(() -> Verifier.verify(List.of(weights, others)))
        .hasMessage("variable 'w': two different ones have this name");
  }
}
