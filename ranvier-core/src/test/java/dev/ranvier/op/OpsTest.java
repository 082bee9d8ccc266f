package dev.ranvier.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpsTest {
  private final Input x = new Input("x", TensorType.f32(2, 3));
  private final Map<Input, NdArray> feeds = Map.of(x, NdArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));

  @Test
  void formulasReadAsWritten() {
    assertThat(value(Ops.add(x, Ops.number(1)))).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(value(Ops.subtract(x, x))).containsOnly(0);
    assertThat(value(Ops.divide(Ops.multiply(x, 6), x))).containsOnly(6);
    assertThat(value(Ops.negate(Ops.square(x)))).containsExactly(-1, -4, -9, -16, -25, -36);
    assertThat(value(Ops.squareRoot(Ops.square(x)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(value(Ops.log(Ops.exp(x)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(value(Ops.power(x, Ops.number(2)))).containsExactly(1, 4, 9, 16, 25, 36);
    assertThat(value(Ops.maximum(x, Ops.number(3)))).containsExactly(3, 3, 3, 4, 5, 6);
    assertThat(value(Ops.minimum(x, Ops.number(3)))).containsExactly(1, 2, 3, 3, 3, 3);
    Node small = Ops.less(x, Ops.number(3));
    assertThat(value(small)).containsExactly(1, 1, 0, 0, 0, 0);
    assertThat(value(Ops.select(small, x, Ops.negate(x)))).containsExactly(1, 2, -3, -4, -5, -6);
    assertThat(value(Ops.matmul(x, new TransposeOp(List.of(1, 0)).apply(x))))
        .containsExactly(14, 32, 32, 77);
  }

  @Test
  void sumsRemoveTheirAxes() {
    assertThat(Ops.sum(x).shape()).isEqualTo(Shape.SCALAR);
    assertThat(value(Ops.sum(x))).containsExactly(21);
    assertThat(Ops.sum(x, 0).shape()).isEqualTo(Shape.of(3));
    assertThat(value(Ops.sum(x, 0))).containsExactly(5, 7, 9);
    assertThat(value(Ops.sum(x, -1))).containsExactly(6, 15);
    assertThat(value(Ops.sum(x, 1, 0))).containsExactly(21);
    assertThat(value(Ops.mean(x))).containsExactly(3.5);
    assertThatThrownBy(() -> Ops.sum(x, 2)).hasMessage("shape [2,3] has no axis 2");
  }

  @Test
  void numbersTakeTheTypeOfWhatTheyMultiply() {
    Node wide = new CastOp(DType.F64).apply(x);
    assertThat(Ops.multiply(wide, 2).dtype()).isEqualTo(DType.F64);
    assertThat(Ops.mean(new CastOp(DType.BF16).apply(x)).dtype()).isEqualTo(DType.BF16);
    assertThat(Ops.multiply(new CastOp(DType.I32).apply(x), 0.5).dtype()).isEqualTo(DType.F32);
  }

  @Test
  void helpersLeaveOutWhatChangesNothing() {
    assertThat(ReshapeOp.to(x, x.shape())).isSameAs(x);
    assertThat(BroadcastToOp.shape(x, x.shape())).isSameAs(x);
    assertThat(SumOp.to(x, x.shape())).isSameAs(x);
    assertThat(CastOp.to(x, DType.F32)).isSameAs(x);
    assertThat(SliceOp.of(x, List.of(0, 0), x.shape())).isSameAs(x);
  }

  private double[] value(Node node) {
    return Interpreter.evaluate(List.of(node), feeds).getFirst().data();
  }
}
