package dev.ranvier.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import dev.ranvier.kernel.onednn.primitive.PoolingPrimitives.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling of one channel-last image against plain loops. */
@NeedsOneDnn
class PoolingPrimitivesTest {

  private static final float TOLERANCE = 1e-5f;
  private static final int CHANNELS = 9;

  @ParameterizedTest
  @CsvSource({
    "MEAN_WITH_PADDING,7,3,2,1",
    "MEAN_WITHOUT_PADDING,7,3,2,1",
    "MEAN_WITHOUT_PADDING,8,2,2,0"
  })
  void agreesWithPlainLoops(Kind kind, int size, int kernel, int stride, int padding) {
    SlidingWindow window =
        SlidingWindow.ofRank(2).withStrides(stride, stride).withPadding(padding, padding);
    int out = (int) window.outputSizes(new long[] {size, size}, new long[] {kernel, kernel})[0];
    long[] sourceShape = {1, CHANNELS, size, size};
    long[] resultShape = {1, CHANNELS, out, out};
    float[] source = Trial.random(1, sourceShape);
    float[] gradient = Trial.random(2, resultShape);
    PoolingPrimitives pooling = new PoolingPrimitives(kind, new long[] {kernel, kernel}, window);

    MemoryDescription image = MemoryDescription.channelsLast(DataType.F32, sourceShape);
    MemoryDescription result = MemoryDescription.channelsLast(DataType.F32, resultShape);
    PrimitiveDescription forward =
        pooling.forward(Propagation.TRAINING, image, result, Attributes.PLAIN);
    Trial forwards =
        Trial.of(forward).give(Argument.SOURCE, sourceShape, source).expect(Argument.DESTINATION);
    Trial backwards =
        Trial.of(pooling.backward(forward, image, result, Attributes.PLAIN))
            .give(Argument.DIFF_DESTINATION, resultShape, gradient)
            .expect(Argument.DIFF_SOURCE);
    forwards.run();
    backwards.run();

    float[] expected = new float[CHANNELS * out * out];
    float[] expectedGradient = new float[source.length];
    for (int i = 0; i < expected.length; i++) {
      int top = i / out % out * stride - padding;
      int left = i % out * stride - padding;
      int plane = i / (out * out) * size * size;
      expected[i] =
          pool(kind, source, gradient[i], expectedGradient, plane, top, left, kernel, size);
    }
    assertThat(forwards.get(Argument.DESTINATION, resultShape))
        .containsExactly(expected, within(TOLERANCE));
    assertThat(backwards.get(Argument.DIFF_SOURCE, sourceShape))
        .containsExactly(expectedGradient, within(TOLERANCE));
  }

  private static float pool(
      Kind kind,
      float[] source,
      float gradient,
      float[] sums,
      int plane,
      int top,
      int left,
      int kernel,
      int size) {
    int fromY = Math.max(0, top);
    int toY = Math.min(size, top + kernel);
    int fromX = Math.max(0, left);
    int toX = Math.min(size, left + kernel);
    int count = kind == Kind.MEAN_WITH_PADDING ? kernel * kernel : (toY - fromY) * (toX - fromX);
    float sum = 0;
    for (int y = fromY; y < toY; y++) {
      for (int x = fromX; x < toX; x++) {
        int pixel = plane + y * size + x;
        sum += source[pixel];
        sums[pixel] += gradient / count;
      }
    }
    return sum / count;
  }
}
