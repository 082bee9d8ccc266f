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
    SoftmaxPrimitives softmax = new SoftmaxPrimitives(1);
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
  void sumAddsScaledSources() {
    float[] result =
        Trial.of(SumPrimitives.of(ROWS, new float[] {2, -1}, List.of(ROWS, ROWS)))
            .give(Argument.source(0), SHAPE, source)
            .give(Argument.source(1), SHAPE, gradient)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    for (int i = 0; i < result.length; i++) {
      assertThat(result[i]).isCloseTo(2 * source[i] - gradient[i], within(TOLERANCE));
    }
  }
}
