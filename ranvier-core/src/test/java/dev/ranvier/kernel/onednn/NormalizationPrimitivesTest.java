package dev.ranvier.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.kernel.onednn.NormalizationPrimitives.Flag;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationPrimitivesTest {

  private static final float EPSILON = 1e-3f;
  private static final float TOLERANCE = 2e-4f;
  private static final int CHANNELS = 5;
  private static final long[] SHAPE = {4, CHANNELS, 3, 3};
  private static final int PLANE = 9;
  private static final MemoryDescription IMAGES =
      MemoryDescription.channelsLast(DataType.F32, SHAPE);

  private final float[] source = Trial.random(1, SHAPE);
  private final float[] scale = {1, 2, 0.5f, -1, 3};
  private final float[] shift = {0, 1, -1, 0.5f, 0};
  private final long[] perChannel = {CHANNELS};

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trainingNormalizesEachChannelAndLeavesItsStatistics(boolean relu) {
    Trial trial = forward(relu).run();

    float[] expected = new float[source.length];
    float[] means = new float[CHANNELS];
    float[] variances = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      means[c] = mean(source, c);
      variances[c] = variance(c, means[c]);
    }
    for (int i = 0; i < source.length; i++) {
      int c = channel(i);
      float normal = (source[i] - means[c]) / (float) Math.sqrt(variances[c] + EPSILON);
      expected[i] = scale[c] * normal + shift[c];
      expected[i] = relu ? Math.max(0, expected[i]) : expected[i];
    }
    assertThat(trial.get(Argument.DESTINATION, SHAPE)).containsExactly(expected, within(TOLERANCE));
    assertThat(trial.get(Argument.MEAN, perChannel)).containsExactly(means, within(TOLERANCE));
    assertThat(trial.get(Argument.VARIANCE, perChannel))
        .containsExactly(variances, within(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsAgreeWithTheFormula(boolean relu) {
    Trial forwards = forward(relu).run();
    float[] result = forwards.get(Argument.DESTINATION, SHAPE);
    float[] gradient = Trial.random(2, SHAPE);
    NormalizationPrimitives batch = batch(relu);
    PrimitiveDescription hint =
        batch.batchForward(Propagation.TRAINING, IMAGES, IMAGES, Attributes.PLAIN);
    Trial trial =
        Trial.of(batch.batchBackward(hint, IMAGES, IMAGES, IMAGES, Attributes.PLAIN))
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.MEAN, forwards)
            .give(Argument.VARIANCE, forwards)
            .give(Argument.SCALE, perChannel, scale)
            .give(Argument.DIFF_DESTINATION, SHAPE, gradient)
            .expect(Argument.DIFF_SOURCE, Argument.DIFF_SCALE, Argument.DIFF_SHIFT);
    if (relu) {
      trial.give(Argument.WORKSPACE, forwards);
    }
    trial.run();

    // With g the gradient that passes the ReLU and z the normalized source: the shift gets sum g,
    // the scale sum g z, the source scale / deviation (g - mean g - z mean(g z)).
    float[] passed = new float[gradient.length];
    float[] weighted = new float[gradient.length];
    float[] normal = new float[gradient.length];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = relu && result[i] <= 0 ? 0 : gradient[i];
      normal[i] = (source[i] - mean(source, channel(i))) / deviation(channel(i));
      weighted[i] = passed[i] * normal[i];
    }
    float[] expected = new float[gradient.length];
    for (int i = 0; i < expected.length; i++) {
      int c = channel(i);
      float centred = passed[i] - mean(passed, c) - normal[i] * mean(weighted, c);
      expected[i] = scale[c] / deviation(c) * centred;
    }
    assertThat(trial.get(Argument.DIFF_SOURCE, SHAPE)).containsExactly(expected, within(TOLERANCE));
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(trial.get(Argument.DIFF_SHIFT, perChannel)[c])
          .isCloseTo(mean(passed, c) * perChannelCount(), within(TOLERANCE * 10));
      assertThat(trial.get(Argument.DIFF_SCALE, perChannel)[c])
          .isCloseTo(mean(weighted, c) * perChannelCount(), within(TOLERANCE * 10));
    }
  }

  @Test
  void inferenceUsesGivenStatistics() {
    float[] means = {1, 2, 3, 4, 5};
    float[] variances = {1, 4, 9, 16, 25};
    PrimitiveDescription description =
        new NormalizationPrimitives(0, Set.of(Flag.GIVEN_STATISTICS))
            .batchForward(Propagation.INFERENCE, IMAGES, IMAGES, Attributes.PLAIN);
    float[] result =
        Trial.of(description)
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.MEAN, perChannel, means)
            .give(Argument.VARIANCE, perChannel, variances)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, SHAPE);
    float[] expected = new float[source.length];
    for (int i = 0; i < expected.length; i++) {
      int c = channel(i);
      expected[i] = (source[i] - means[c]) / (c + 1);
    }
    assertThat(result).containsExactly(expected, within(TOLERANCE));
  }

  @Test
  void layerNormalizationWorksAlongTheLastAxis() {
    long[] shape = {3, 6};
    MemoryDescription rows = MemoryDescription.rowMajor(DataType.F32, shape);
    MemoryDescription statistics = MemoryDescription.rowMajor(DataType.F32, 3);
    float[] values = Trial.random(3, shape);
    NormalizationPrimitives layer = new NormalizationPrimitives(EPSILON, Set.of());
    PrimitiveDescription forward =
        layer.layerForward(Propagation.TRAINING, rows, rows, statistics, Attributes.PLAIN);
    Trial forwards =
        Trial.of(forward)
            .give(Argument.SOURCE, shape, values)
            .expect(Argument.DESTINATION, Argument.MEAN, Argument.VARIANCE)
            .run();
    float[] result = forwards.get(Argument.DESTINATION, shape);
    for (int row = 0; row < 3; row++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 6; i++) {
        sum += result[row * 6 + i];
        squares += result[row * 6 + i] * result[row * 6 + i];
      }
      double variance = forwards.get(Argument.VARIANCE, 3)[row];
      assertThat(sum).isCloseTo(0, within(1e-4));
      assertThat(squares / 6).isCloseTo(variance / (variance + EPSILON), within(1e-3));
    }

    // A gradient that is the same everywhere changes nothing: the mean takes it away.
    float[] even = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3};
    float[] back =
        Trial.of(layer.layerBackward(forward, rows, rows, rows, statistics, Attributes.PLAIN))
            .give(Argument.SOURCE, shape, values)
            .give(Argument.MEAN, forwards)
            .give(Argument.VARIANCE, forwards)
            .give(Argument.DIFF_DESTINATION, shape, even)
            .expect(Argument.DIFF_SOURCE)
            .run()
            .get(Argument.DIFF_SOURCE, shape);
    assertThat(back).containsExactly(new float[18], within(1e-4f));
  }

  private Trial forward(boolean relu) {
    PrimitiveDescription description =
        batch(relu).batchForward(Propagation.TRAINING, IMAGES, IMAGES, Attributes.PLAIN);
    Trial trial =
        Trial.of(description)
            .give(Argument.SOURCE, SHAPE, source)
            .give(Argument.SCALE, perChannel, scale)
            .give(Argument.SHIFT, perChannel, shift)
            .expect(Argument.DESTINATION, Argument.MEAN, Argument.VARIANCE);
    return relu ? trial.expect(Argument.WORKSPACE) : trial;
  }

  private static NormalizationPrimitives batch(boolean relu) {
    Set<Flag> flags = EnumSet.of(Flag.SCALE, Flag.SHIFT);
    if (relu) {
      flags.add(Flag.RELU);
    }
    return new NormalizationPrimitives(EPSILON, flags);
  }

  private static int channel(int index) {
    return index / PLANE % CHANNELS;
  }

  private int perChannelCount() {
    return source.length / CHANNELS;
  }

  private float mean(float[] values, int channel) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += channel(i) == channel ? values[i] : 0;
    }
    return (float) (sum / perChannelCount());
  }

  private float variance(int channel, float mean) {
    double sum = 0;
    for (int i = 0; i < source.length; i++) {
      double distance = source[i] - mean;
      sum += channel(i) == channel ? distance * distance : 0;
    }
    return (float) (sum / perChannelCount());
  }

  private float deviation(int channel) {
    return (float) Math.sqrt(variance(channel, mean(source, channel)) + EPSILON);
  }
}
