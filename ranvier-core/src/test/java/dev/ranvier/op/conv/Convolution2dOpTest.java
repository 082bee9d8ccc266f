package dev.ranvier.op.conv;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Convolution2dOpTest {
  private static final NdArray IMAGE = counting(1, 3, 3, 1);

  @Test
  void slidesWithoutFlippingTheFilter() {
    NdArray filter = NdArray.of(Shape.of(2, 2, 1, 1), 1, 0, 0, -1);
    assertThat(apply(new Convolution2dOp(), IMAGE, filter))
        .isEqualTo(NdArray.of(Shape.of(1, 2, 2, 1), -4, -4, -4, -4));
    NdArray first = NdArray.of(Shape.of(2, 2, 1, 1), 1, 0, 0, 0);
    assertThat(apply(new Convolution2dOp(), IMAGE, first).data()).containsExactly(1, 2, 4, 5);
  }

  @Test
  void padsWithZerosOnEachSideByItself() {
    NdArray one = NdArray.of(Shape.of(1, 1, 1, 1), 1);
    Padding padding = new Padding(1, 2, 0, 0);
    assertThat(apply(new Convolution2dOp(Pair.ONE, padding, Pair.ONE, 1), IMAGE, one).data())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9);
  }

  @Test
  void stridesAndDilates() {
    NdArray one = NdArray.of(Shape.of(1, 1, 1, 1), 1);
    assertThat(apply(new Convolution2dOp(Pair.of(2), Padding.NONE, Pair.ONE, 1), IMAGE, one).data())
        .containsExactly(1, 3, 7, 9);
    NdArray corners = NdArray.of(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
    assertThat(
            apply(new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.of(2), 1), IMAGE, corners)
                .data())
        .containsExactly(9731);
  }

  @Test
  void groupsSeeTheirOwnChannelsOnly() {
    NdArray pixel = NdArray.of(Shape.of(1, 1, 1, 4), 1, 10, 100, 1000);
    NdArray filter = NdArray.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4); // [c][o]
    assertThat(
            apply(new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.ONE, 2), pixel, filter).data())
        .containsExactly(1 + 30, 200 + 4000);
  }

  /** Sizes that published networks rely on. */
  @ParameterizedTest
  @CsvSource({
    "227, 11, 4, 0, 1, 55", // AlexNet
    "224, 7, 2, 3, 1, 112", // ResNet
    "32, 5, 1, 0, 1, 28", // LeNet
    "56, 1, 2, 0, 1, 28",
    "7, 3, 1, 2, 2, 7",
    "5, 5, 3, 0, 1, 1",
  })
  void sizesFollowTheFormula(
      int size, int window, int stride, int padding, int dilation, int expected) {
    Convolution2dOp op =
        new Convolution2dOp(Pair.of(stride), Padding.of(padding), Pair.of(dilation), 1);
    assertThat(op.infer(List.of(f32(8, size, size, 3), f32(window, window, 3, 4))))
        .containsExactly(f32(8, expected, expected, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "28, 5, 1, 1, 28",
    "28, 3, 2, 1, 14",
    "7, 2, 2, 1, 4",
    "9, 3, 1, 3, 9",
    "4, 1, 3, 1, 2"
  })
  void samePaddingKeepsTheSizeOverTheStride(
      int size, int window, int stride, int dilation, int expected) {
    Pair strides = Pair.of(stride);
    Pair dilations = Pair.of(dilation);
    Padding same = Padding.same(Pair.of(size), Pair.of(window), strides, dilations);
    assertThat(
            new Convolution2dOp(strides, same, dilations, 1)
                .infer(List.of(f32(1, size, size, 1), f32(window, window, 1, 1))))
        .containsExactly(f32(1, expected, expected, 1));
    assertThat(same.bottom() - same.top()).isBetween(0, 1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Convolution2dOp op = new Convolution2dOp();
    TensorType x = f32(8, 5, 5, 6);
    assertMessage(
        op,
        List.of(x, f32(3, 3, 4, 10)),
        "convolution2d: input f32[8,5,5,6] with 1 group needs a filter [rows,columns,6,filters],"
            + " got f32[3,3,4,10]; was it built for another input?");
    assertMessage(
        op,
        List.of(x, f32(7, 7, 6, 10)),
        "convolution2d: window 7x7 is larger than the input f32[8,5,5,6] with padding [0,0,0,0];"
            + " use a smaller window or more padding");
    assertMessage(
        new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.of(3), 1),
        List.of(x, f32(3, 3, 6, 10)),
        "convolution2d: window 3x3 with dilation 3x3 is larger than the input f32[8,5,5,6] with"
            + " padding [0,0,0,0]; use a smaller window or more padding");
    assertMessage(
        new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.ONE, 4),
        List.of(x, f32(3, 3, 1, 8)),
        "convolution2d: 4 groups must divide the input's 6 channels and the 8 filters");
    assertMessage(
        new Convolution2dOp(new Pair(0, 1), Padding.NONE, Pair.ONE, 1),
        List.of(x, f32(3, 3, 6, 8)),
        "convolution2d: stride must be at least 1x1, got 0x1 (rows x columns)");
    assertMessage(
        new Convolution2dOp(Pair.ONE, new Padding(0, 0, -1, 0), Pair.ONE, 1),
        List.of(x, f32(3, 3, 6, 8)),
        "convolution2d: padding must not be negative, got [0,0,-1,0] (top, left, bottom, right)");
    assertMessage(
        op,
        List.of(f32(5, 5, 6), f32(3, 3, 6, 8)),
        "convolution2d: the input (images, rows, columns, channels) must have 4 axes, got"
            + " f32[5,5,6]");
    assertMessage(
        op,
        List.of(x.withDType(DType.BF16), f32(3, 3, 6, 8)),
        "convolution2d: inputs [bf16[8,5,5,6], f32[3,3,6,8]] mix element types; cast one of them");
  }

  @Test
  void gradientsRefuseAnotherForwardsUpstream() {
    Convolution2dInputGradientOp op =
        new Convolution2dInputGradientOp(Pair.ONE, Padding.NONE, Pair.ONE, 1, Shape.of(8, 5, 5, 6));
    assertThatThrownBy(() -> op.infer(List.of(f32(8, 5, 5, 10), f32(3, 3, 6, 10))))
        .hasMessage(
            "convolution2d-input-gradient: the upstream gradient must be f32[8,3,3,10], got"
                + " f32[8,5,5,10]");
  }

  private static void assertMessage(Convolution2dOp op, List<TensorType> inputs, String message) {
    assertThatThrownBy(() -> op.infer(inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static NdArray apply(Convolution2dOp op, NdArray x, NdArray filter) {
    return op.evaluate(List.of(x, filter)).getFirst();
  }

  private static NdArray counting(int... sizes) {
    Shape shape = Shape.of(sizes);
    return NdArray.of(
        shape, IntStream.rangeClosed(1, (int) shape.elements()).asDoubleStream().toArray());
  }
}
