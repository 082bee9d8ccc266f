package dev.ranvier.op;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.MaxPool2dGatherOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private static final Pair TWO = Pair.of(2);

  /** Two channels, the second the negative of the first. */
  private static final NdArray IMAGE =
      NdArray.of(Shape.of(1, 2, 3, 2), 1, -1, 5, -5, 2, -2, 4, -4, 3, -3, 6, -6);

  @Test
  void theGreatestWinsAndItsCellIsKept() {
    List<NdArray> results = new MaxPool2dOp(TWO, Pair.ONE, Padding.NONE).evaluate(List.of(IMAGE));
    assertThat(results.get(0)).isEqualTo(NdArray.of(Shape.of(1, 1, 2, 2), 5, -1, 6, -2));
    assertThat(results.get(1)).isEqualTo(NdArray.of(Shape.of(1, 1, 2, 2), 1, 0, 3, 1));
  }

  @Test
  void theFirstOfEqualsWins() {
    NdArray equal = NdArray.of(Shape.of(1, 2, 2, 1), 7, 7, 7, 7);
    assertThat(new MaxPool2dOp(TWO).evaluate(List.of(equal)).get(1).data()).containsExactly(0);
  }

  @Test
  void paddingNeverWins() {
    NdArray pixel = NdArray.of(Shape.of(1, 1, 1, 1), -3);
    List<NdArray> results = new MaxPool2dOp(TWO, Pair.ONE, Padding.of(1)).evaluate(List.of(pixel));
    assertThat(results.get(0).data()).containsExactly(-3, -3, -3, -3);
    assertThat(results.get(1).data()).containsExactly(3, 2, 1, 0);
    NdArray lowest = NdArray.of(Shape.of(1, 1, 1, 1), Double.NEGATIVE_INFINITY);
    assertThat(
            new MaxPool2dOp(TWO, Pair.ONE, Padding.of(1)).evaluate(List.of(lowest)).get(1).data())
        .containsExactly(3, 2, 1, 0);
  }

  @Test
  void gradientsGoToTheWinnersAndAddUp() {
    NdArray winners = NdArray.of(Shape.of(1, 1, 2, 1), 1, 0);
    NdArray upstream = NdArray.of(Shape.of(1, 1, 2, 1), 10, 100);
    MaxPool2dGradientOp op =
        new MaxPool2dGradientOp(TWO, Pair.ONE, Padding.NONE, Shape.of(1, 2, 3, 1));
    assertThat(op.evaluate(List.of(winners, upstream)).getFirst().data())
        .containsExactly(0, 110, 0, 0, 0, 0);
    NdArray image = NdArray.of(Shape.of(1, 2, 3, 1), 1, 2, 3, 4, 5, 6);
    assertThat(
            new MaxPool2dGatherOp(TWO, Pair.ONE, Padding.NONE)
                .evaluate(List.of(winners, image))
                .getFirst()
                .data())
        .containsExactly(2, 2);
  }

  @Test
  void meansCountThePaddingOrNot() {
    NdArray image = NdArray.of(Shape.of(1, 2, 2, 1), 4, 8, 12, 16);
    Padding padding = new Padding(1, 0, 0, 0);
    assertThat(
            new AveragePool2dOp(TWO, Pair.ONE, padding, true)
                .evaluate(List.of(image))
                .getFirst()
                .data())
        .containsExactly(3, 10);
    assertThat(
            new AveragePool2dOp(TWO, Pair.ONE, padding, false)
                .evaluate(List.of(image))
                .getFirst()
                .data())
        .containsExactly(6, 10);
    assertThat(new AveragePool2dOp(TWO).evaluate(List.of(image)).getFirst().data())
        .containsExactly(10);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new MaxPool2dOp(Pair.of(3)).infer(List.of(f32(1, 2, 5, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "max-pool2d: window 3x3 is larger than the input f32[1,2,5,1] with padding [0,0,0,0];"
                + " use a smaller window or more padding");
    assertThatThrownBy(
            () ->
                new AveragePool2dOp(TWO, TWO, Padding.of(2), true).infer(List.of(f32(1, 4, 4, 1))))
        .hasMessage(
            "average-pool2d: padding [2,2,2,2] must be smaller than the window 2x2, else a window"
                + " may lie in the padding alone");
    MaxPool2dGradientOp gradient =
        new MaxPool2dGradientOp(TWO, TWO, Padding.NONE, Shape.of(1, 4, 4, 1));
    assertThatThrownBy(() -> gradient.infer(List.of(f32(1, 2, 2, 1), f32(1, 2, 2, 1))))
        .hasMessage("max-pool2d-gradient: the winners must be i32[1,2,2,1], got f32[1,2,2,1]");
    assertThatThrownBy(() -> gradient.infer(List.of(i32(1, 2, 2, 1), f32(1, 3, 3, 1))))
        .hasMessage(
            "max-pool2d-gradient: the upstream gradient must be f32[1,2,2,1], got f32[1,3,3,1]");
  }
}
