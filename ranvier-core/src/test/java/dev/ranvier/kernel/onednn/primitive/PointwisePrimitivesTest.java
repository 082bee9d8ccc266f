package dev.ranvier.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.BinaryFunction;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.EltwiseFunction;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The primitives that work element by element or along one axis. */
@NeedsOneDnn
class PointwisePrimitivesTest {

  private static final float TOLERANCE = 1e-5f;
  private static final long[] SHAPE = {3, 4};
  private static final MemoryDescription ROWS = MemoryDescription.rowMajor(DataType.F32, SHAPE);

  private final float[] source = Trial.random(1, SHAPE);
  private final float[] gradient = Trial.random(2, SHAPE);

  @Test
  void softmaxAndItsGradient() {
    SoftmaxPrimitives softmax = new SoftmaxPrimitives(false, 1);
    PrimitiveDescription forward =
        softmax.forward(Propagation.TRAINING, ROWS, ROWS, Attributes.PLAIN);
    float[] result =
        Trial.of(forward)
            .give(Argument.SOURCE, SHAPE, source)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    float[] back =
        Trial.of(softmax.backward(forward, ROWS, ROWS, ROWS, Attributes.PLAIN))
            .give(Argument.DESTINATION, SHAPE, result)
            .give(Argument.DIFF_DESTINATION, SHAPE, gradient)
            .expect(Argument.DIFF_SOURCE)
            .run()
            .get(Argument.DIFF_SOURCE, SHAPE);

    for (int i = 0; i < source.length; i++) {
      int row = i / 4 * 4;
      double sum = 0;
      double dot = 0;
      for (int j = row; j < row + 4; j++) {
        sum += Math.exp(source[j]);
        dot += gradient[j] * result[j];
      }
      assertThat(result[i]).isCloseTo((float) (Math.exp(source[i]) / sum), within(TOLERANCE));
      assertThat(back[i]).isCloseTo((float) (result[i] * (gradient[i] - dot)), within(TOLERANCE));
    }
  }

  @Test
  void logSoftmaxIsItsLogarithm() {
    float[] plain = softmax(false);
    float[] logarithm = softmax(true);
    for (int i = 0; i < plain.length; i++) {
      assertThat(logarithm[i]).isCloseTo((float) Math.log(plain[i]), within(TOLERANCE));
    }
  }

  private float[] softmax(boolean logarithm) {
    return Trial.of(
            new SoftmaxPrimitives(logarithm, 1)
                .forward(Propagation.INFERENCE, ROWS, ROWS, Attributes.PLAIN))
        .give(Argument.SOURCE, SHAPE, source)
        .expect(Argument.DESTINATION)
        .run()
        .get(Argument.DESTINATION, SHAPE);
  }

  @Test
  void elementwiseFunctionAndItsGradient() {
    EltwisePrimitives tanh = new EltwisePrimitives(EltwiseFunction.TANH, 0, 0);
    PrimitiveDescription forward = tanh.forward(Propagation.TRAINING, ROWS, ROWS, Attributes.PLAIN);
    float[] result =
        Trial.of(forward)
            .give(Argument.SOURCE, SHAPE, source)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    float[] back =
        Trial.of(tanh.backward(forward, ROWS, ROWS, ROWS, Attributes.PLAIN))
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.DIFF_DESTINATION, SHAPE, gradient)
            .expect(Argument.DIFF_SOURCE)
            .run()
            .get(Argument.DIFF_SOURCE, SHAPE);
    for (int i = 0; i < source.length; i++) {
      double value = Math.tanh(source[i]);
      assertThat(result[i]).isCloseTo((float) value, within(TOLERANCE));
      assertThat(back[i]).isCloseTo((float) (gradient[i] * (1 - value * value)), within(TOLERANCE));
    }
  }

  @Test
  void binaryBroadcastsTheSecondOperand() {
    float[] row = {1, 2, 3, 4};
    float[] result =
        Trial.of(
                new BinaryPrimitives(BinaryFunction.SUBTRACT)
                    .forward(
                        ROWS,
                        MemoryDescription.rowMajor(DataType.F32, 1, 4),
                        ROWS,
                        Attributes.PLAIN))
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.SOURCE_1, new long[] {1, 4}, row)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    for (int i = 0; i < result.length; i++) {
      assertThat(result[i]).isEqualTo(source[i] - row[i % 4]);
    }
  }

  @Test
  void reductionSumsTheAxesOfSizeOne() {
    float[] result =
        Trial.of(
                new ReductionPrimitives(ReductionPrimitives.Kind.SUM)
                    .forward(
                        ROWS, MemoryDescription.rowMajor(DataType.F32, 1, 4), Attributes.PLAIN))
            .give(Argument.SOURCE, SHAPE, source)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, 1, 4);
    for (int column = 0; column < 4; column++) {
      assertThat(result[column])
          .isCloseTo(source[column] + source[4 + column] + source[8 + column], within(TOLERANCE));
    }
  }

  @Test
  void responseNormalizationAndItsGradient() {
    long[] shape = {1, 4, 1, 1};
    MemoryDescription image = MemoryDescription.channelsLast(DataType.F32, shape);
    float[] values = {1, 2, 3, 4};
    ResponseNormalizationPrimitives normalization = new ResponseNormalizationPrimitives(3, 3, 1, 2);
    PrimitiveDescription forward =
        normalization.forward(Propagation.TRAINING, image, image, Attributes.PLAIN);
    Trial forwards =
        Trial.of(forward).give(Argument.SOURCE, shape, values).expect(Argument.DESTINATION);
    Trial backwards =
        Trial.of(normalization.backward(forward, image, image, image, Attributes.PLAIN))
            .give(Argument.SOURCE, shape, values)
            .give(Argument.DIFF_DESTINATION, shape, 0, 1, 0, 0)
            .expect(Argument.DIFF_SOURCE);
    if (forward.workspaceBytes() > 0) {
      backwards.give(Argument.WORKSPACE, forwards.expect(Argument.WORKSPACE));
    }

    // alpha / size is 1: the second result is 2 / (2 + 1 + 4 + 9).
    assertThat(forwards.run().get(Argument.DESTINATION, shape))
        .containsExactly(new float[] {1f / 7, 2f / 16, 3f / 31, 4f / 27}, within(TOLERANCE));
    assertThat(backwards.run().get(Argument.DIFF_SOURCE, shape))
        .containsExactly(
            new float[] {-4f / 256, 1f / 16 - 8f / 256, -12f / 256, 0}, within(TOLERANCE));
  }

  @Test
  void sumAddsScaledSources() {
    float[] result =
        Trial.of(CombinationPrimitives.sum(ROWS, new float[] {2, -1}, List.of(ROWS, ROWS)))
            .give(Argument.source(0), SHAPE, source)
            .give(Argument.source(1), SHAPE, gradient)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    for (int i = 0; i < result.length; i++) {
      assertThat(result[i]).isCloseTo(2 * source[i] - gradient[i], within(TOLERANCE));
    }
  }

  @Test
  void concatenationPutsSourcesOneAfterAnother() {
    MemoryDescription column = MemoryDescription.rowMajor(DataType.F32, 3, 1);
    MemoryDescription joined = MemoryDescription.rowMajor(DataType.F32, 3, 2);
    float[] result =
        Trial.of(CombinationPrimitives.concatenation(joined, 1, List.of(column, column)))
            .give(Argument.source(0), new long[] {3, 1}, 1, 2, 3)
            .give(Argument.source(1), new long[] {3, 1}, 4, 5, 6)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, 3, 2);
    assertThat(result).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void innerProductAndItsGradients() {
    MemoryDescription weights = MemoryDescription.any(DataType.F32, 2, 4);
    MemoryDescription bias = MemoryDescription.rowMajor(DataType.F32, 2);
    MemoryDescription result = MemoryDescription.rowMajor(DataType.F32, 3, 2);
    float[] w = {1, 0, 0, 1, 0, 2, 0, 0};
    float[] g = {1, 0, 0, 1, 1, 1};
    PrimitiveDescription forward =
        InnerProductPrimitives.forward(
            Propagation.TRAINING, ROWS, weights, bias, result, Attributes.PLAIN);
    float[] y =
        Trial.of(forward)
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.WEIGHTS, new long[] {2, 4}, w)
            .give(Argument.BIAS, new long[] {2}, 10, 20)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, 3, 2);
    float[] toSource =
        Trial.of(
                InnerProductPrimitives.backwardData(
                    forward, ROWS, weights, result, Attributes.PLAIN))
            .give(Argument.WEIGHTS, new long[] {2, 4}, w)
            .give(Argument.DIFF_DESTINATION, new long[] {3, 2}, g)
            .expect(Argument.DIFF_SOURCE)
            .run()
            .get(Argument.DIFF_SOURCE, SHAPE);
    Trial toWeights =
        Trial.of(
                InnerProductPrimitives.backwardWeights(
                    forward, ROWS, weights, bias, result, Attributes.PLAIN))
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.DIFF_DESTINATION, new long[] {3, 2}, g)
            .expect(Argument.DIFF_WEIGHTS, Argument.DIFF_BIAS)
            .run();

    for (int row = 0; row < 3; row++) {
      assertThat(y[row * 2])
          .isCloseTo(source[row * 4] + source[row * 4 + 3] + 10, within(TOLERANCE));
      assertThat(y[row * 2 + 1]).isCloseTo(2 * source[row * 4 + 1] + 20, within(TOLERANCE));
    }
    assertThat(toSource).containsExactly(1, 0, 0, 1, 0, 2, 0, 0, 1, 2, 0, 1);
    float[] diffWeights = toWeights.get(Argument.DIFF_WEIGHTS, 2, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(diffWeights[i]).isCloseTo(source[i] + source[8 + i], within(TOLERANCE));
      assertThat(diffWeights[4 + i]).isCloseTo(source[4 + i] + source[8 + i], within(TOLERANCE));
    }
    assertThat(toWeights.get(Argument.DIFF_BIAS, 2)).containsExactly(2, 2);
  }
}
