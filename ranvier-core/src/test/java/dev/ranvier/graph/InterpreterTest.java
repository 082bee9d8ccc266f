package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private record Liar() implements Op {
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
      return backward.none();
    }

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
      return List.of(NdArray.scalar(1));
    }
  }

  private final Input x = new Input("x", TensorType.f32(2));
  private final NdArray values = NdArray.of(Shape.of(2), 3, 4);

  @Test
  void computesNodesOfEveryKind() {
    Variable scale = new Variable("scale", Tensor.of(Shape.of(2), 10, 100));
    Node product = Ops.multiply(x, scale);
    Node total = Ops.add(Ops.sum(product), Ops.number(1));
    List<NdArray> computed =
        Interpreter.evaluate(List.of(total, product, x, scale), Map.of(x, values));
    assertThat(computed)
        .containsExactly(
            NdArray.scalar(431),
            NdArray.of(Shape.of(2), 30, 400),
            values,
            NdArray.of(Shape.of(2), 10, 100));
    assertThat(Interpreter.evaluate(List.of(product), Map.of(x, values, scale, values)))
        .containsExactly(NdArray.of(Shape.of(2), 9, 16));
  }

  @Test
  void namesWhatIsMissingOrWrong() {
    assertThatThrownBy(() -> Interpreter.evaluate(List.of(Ops.exp(x)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input 'x': no value was given; feed one of f32[2]");
    assertThatThrownBy(
            () -> Interpreter.evaluate(List.of(Ops.exp(x)), Map.of(x, NdArray.scalar(1))))
        .hasMessage("x:f32[2]: expected shape [2], was fed []");
    assertThatThrownBy(() -> Interpreter.evaluate(List.of(new Liar().apply(x)), Map.of(x, values)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("liar: evaluated to shape [], its shape rule says [2]");
  }
}
