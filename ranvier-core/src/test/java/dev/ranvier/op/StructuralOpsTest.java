package dev.ranvier.op;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructuralOpsTest {
  private static final NdArray MATRIX = NdArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

  @Test
  void oneHotMasksWhatIsNoClass() {
    NdArray labels = NdArray.of(Shape.of(4), 2, -1, 0, 3);
    assertThat(apply(new OneHotOp(3), labels))
        .isEqualTo(NdArray.of(Shape.of(4, 3), 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0));
    refuses(new OneHotOp(3), "one-hot: the input (class indices) must be i32, got f32[4]", f32(4));
    refuses(new OneHotOp(0), "one-hot: needs at least 1 class, got 0", i32(4));
  }

  @Test
  void argMaxTakesTheFirstOfEquals() {
    assertThat(apply(new ArgMaxOp(), NdArray.of(Shape.of(2, 3), 1, 5, 5, 9, 2, 9)).data())
        .containsExactly(1, 0);
    assertThat(new ArgMaxOp().infer(List.of(f32(2, 3)))).containsExactly(i32(2));
  }

  @Test
  void maxSharesItsGradientAmongEquals() {
    Input x = new Input("x", f32(4));
    List<NdArray> gradient =
        Interpreter.evaluate(
            Gradients.of(Ops.sum(new MaxOp(List.of(0)).apply(x)), List.of(x)),
            Map.of(x, NdArray.of(Shape.of(4), 3, 7, 7, 1)));
    assertThat(gradient.getFirst().data()).containsExactly(0, 0.5, 0.5, 0);
    assertThat(apply(new MaxOp(List.of(1)), MATRIX)).isEqualTo(NdArray.of(Shape.of(2, 1), 3, 6));
    refuses(
        new MaxOp(List.of(2)), "max: input f32[2,3] has no axis 2; axes count from 0", f32(2, 3));
    refuses(
        new SumOp(List.of(-1)), "sum: input f32[2,3] has no axis -1; axes count from 0", f32(2, 3));
  }

  @Test
  void transposeReordersAxes() {
    assertThat(apply(new TransposeOp(List.of(1, 0)), MATRIX))
        .isEqualTo(NdArray.of(Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
    NdArray box = NdArray.zeros(Shape.of(2, 3, 4));
    box.set(1, 1, 2, 3);
    NdArray turned = apply(new TransposeOp(List.of(2, 0, 1)), box);
    assertThat(turned.get(3, 1, 2)).isEqualTo(1);
    refuses(
        new TransposeOp(List.of(0, 0)),
        "transpose: input f32[2,3] needs a permutation of [0, 1], got [0, 0]",
        f32(2, 3));
  }

  @Test
  void castsDropFractionsAndSaturate() {
    NdArray x = NdArray.of(Shape.of(4), -1.7, 1.7, 300, Double.NaN);
    assertThat(apply(new CastOp(DType.I32), x).data()).containsExactly(-1, 1, 300, 0);
    assertThat(apply(new CastOp(DType.U8), x).data()).containsExactly(0, 1, 255, 0);
    assertThat(new CastOp(DType.BF16).infer(List.of(f32(4))))
        .containsExactly(new TensorType(DType.BF16, Shape.of(4)));
  }

  @Test
  void concatenateSliceAndPadMoveBoxes() {
    NdArray column = NdArray.of(Shape.of(2, 1), 10, 20);
    NdArray joined = new ConcatenateOp(1).evaluate(List.of(MATRIX, column)).getFirst();
    assertThat(joined).isEqualTo(NdArray.of(Shape.of(2, 4), 1, 2, 3, 10, 4, 5, 6, 20));
    assertThat(apply(new SliceOp(List.of(0, 2), List.of(2, 2)), joined))
        .isEqualTo(NdArray.of(Shape.of(2, 2), 3, 10, 6, 20));
    assertThat(apply(new PadOp(List.of(1, 0), List.of(0, 1)), column))
        .isEqualTo(NdArray.of(Shape.of(3, 2), 0, 0, 10, 0, 20, 0));
  }

  @Test
  void concatenateSliceAndPadRefuseWhatDoesNotFit() {
    refuses(
        new ConcatenateOp(1),
        "concatenate: inputs [f32[2,3], f32[3,3]] must agree in all but the size of axis 1,"
            + " f32[3,3] differs from f32[2,3]",
        f32(2, 3),
        f32(3, 3));
    refuses(
        new ConcatenateOp(2),
        "concatenate: input f32[2,3] has no axis 2; axes count from 0",
        f32(2, 3));
    refuses(
        new SliceOp(List.of(0, 2), List.of(2, 2)),
        "slice: a box of sizes [2, 2] from [0, 2] does not lie inside input f32[2,3]",
        f32(2, 3));
    refuses(
        new PadOp(List.of(0), List.of(0)),
        "pad: input f32[2,3] needs 2 numbers before and after, got [0] and [0]",
        f32(2, 3));
    refuses(
        new PadOp(List.of(0, -1), List.of(0, 0)),
        "pad: needs numbers of at least 0, got [0, -1] and [0, 0]; cut with a slice instead",
        f32(2, 3));
  }

  @Test
  void productsAndShapesRefuseWhatDoesNotFit() {
    refuses(
        new MatMulOp(),
        "matmul: inputs [f32[2,3], f64[3,2]] mix element types; cast one of them",
        f32(2, 3),
        f32(3, 2).withDType(DType.F64));
    refuses(
        new MatMulOp(true, false),
        "matmul: f32[2,3] transposed needs a right matrix with 2 rows, got f32[3,2]",
        f32(2, 3),
        f32(3, 2));
    refuses(
        new ReshapeOp(Shape.of(4)),
        "reshape: input f32[2,3] has 6 elements, the shape [4] needs 4",
        f32(2, 3));
    refuses(
        new BroadcastToOp(Shape.of(3, 4)),
        "broadcast-to: input f32[2,3] cannot be repeated to [3,4]; from the last axis on, sizes"
            + " must be equal or 1",
        f32(2, 3));
    refuses(
        new AddOp(),
        "add: inputs [f32[2,3], f32[2]] do not broadcast, expected sizes equal or 1 from the last"
            + " axis on; reshape one",
        f32(2, 3),
        f32(2));
  }

  private static NdArray apply(Op op, NdArray x) {
    return op.evaluate(List.of(x)).getFirst();
  }

  private static void refuses(Op op, String message, TensorType... inputs) {
    assertThatThrownBy(() -> op.infer(List.of(inputs)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
