package dev.ranvier.op;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.op.normalization.BatchNormalizationOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  @Test
  void channelsAreNormalizedOverAllOtherAxes() {
    NdArray x = NdArray.of(Shape.of(2, 1, 2, 2), 1, 10, 2, 10, 3, 10, 4, 10);
    NdArray scale = NdArray.of(Shape.of(2), 2, 1);
    NdArray shift = NdArray.of(Shape.of(2), 100, 5);
    List<NdArray> results = new BatchNormalizationOp(0.25).evaluate(List.of(x, scale, shift));
    double deviation = Math.sqrt(1.25 + 0.25);
    assertThat(results.get(0).get(0, 0, 0, 0)).isCloseTo(100 - 3 / deviation, within(1e-12));
    assertThat(results.get(0).get(1, 0, 1, 0)).isCloseTo(100 + 3 / deviation, within(1e-12));
    assertThat(results.get(0).get(0, 0, 1, 1)).isEqualTo(5);
    assertThat(results.get(1).data()).containsExactly(2.5, 10);
    assertThat(results.get(2).data()).containsExactly(1.25, 0);
  }

  @Test
  void statisticsMayBeWiderThanTheInput() {
    assertThat(
            new BatchNormalizationOp(1e-5)
                .infer(List.of(f32(8, 3).withDType(DType.BF16), f32(3), f32(3))))
        .containsExactly(f32(8, 3).withDType(DType.BF16), f32(3), f32(3));
  }

  @Test
  void refusesParametersOfAnotherSize() {
    assertThatThrownBy(
            () -> new BatchNormalizationOp(1e-5).infer(List.of(f32(8, 3), f32(4), f32(4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch-normalization: the scale for input f32[8,3] must be f32[3], got f32[4]");
    assertThatThrownBy(() -> new BatchNormalizationOp(1e-5).infer(List.of(f32(3), f32(3), f32(3))))
        .hasMessage(
            "batch-normalization: the input must have a batch and a channel axis, got f32[3]");
  }

  @Test
  void softmaxGivesProbabilitiesWithoutOverflow() {
    NdArray x = NdArray.of(Shape.of(2, 3), 0, Math.log(2), Math.log(5), 1000, 1000, -1000);
    NdArray y = new SoftmaxOp().evaluate(List.of(x)).getFirst();
    assertThat(y.data())
        .containsExactly(new double[] {0.125, 0.25, 0.625, 0.5, 0.5, 0}, within(1e-12));
    NdArray logarithms = new LogSoftmaxOp().evaluate(List.of(x)).getFirst();
    assertThat(logarithms.get(1, 2)).isCloseTo(-2000 - Math.log(2), within(1e-9));
    assertThatThrownBy(() -> new SoftmaxOp().infer(List.of(f32())))
        .hasMessage("softmax: works along the last axis, but f32[] has none; reshape it");
  }
}
