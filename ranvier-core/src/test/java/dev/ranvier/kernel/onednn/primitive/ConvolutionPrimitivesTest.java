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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsOneDnn
class ConvolutionPrimitivesTest {

  private static final float TOLERANCE = 2e-4f;

  static Stream<LoopConvolution> cases() {
    SlidingWindow plain = SlidingWindow.ofRank(2);
    long[] five = {5, 5};
    long[] three = {3, 3};
    return Stream.of(
        new LoopConvolution(2, 1, 1, 8, size(12, 12), five, plain.withPadding(2, 2)),
        new LoopConvolution(2, 1, 3, 5, size(9, 7), three, plain),
        new LoopConvolution(1, 1, 16, 16, size(10, 10), three, plain.withStrides(2, 2)),
        new LoopConvolution(
            2, 1, 8, 8, size(11, 9), three, plain.withDilations(2, 3).withPadding(2, 3)),
        new LoopConvolution(
            2, 1, 4, 6, size(8, 8), size(2, 3), plain.withPadding(size(0, 1), size(1, 2))),
        new LoopConvolution(
            2, 2, 8, 8, size(8, 8), three, plain.withPadding(1, 1).withStrides(2, 1)),
        new LoopConvolution(1, 16, 1, 1, size(7, 7), three, plain.withPadding(1, 1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPlainLoops(LoopConvolution loops) {
    MemoryDescription source = channelsLast(loops.sourceShape());
    MemoryDescription destination = channelsLast(loops.destinationShape());
    MemoryDescription weights = MemoryDescription.any(DataType.F32, loops.weightsShape());
    long[] biasShape = {loops.destinationShape()[1]};
    MemoryDescription bias = MemoryDescription.rowMajor(DataType.F32, biasShape);
    float[] sourceData = Trial.random(1, loops.sourceShape());
    float[] weightsData = Trial.random(2, loops.weightsShape());
    float[] biasData = Trial.random(3, biasShape);
    float[] gradient = Trial.random(4, loops.destinationShape());

    ConvolutionPrimitives convolution = new ConvolutionPrimitives(loops.window());
    PrimitiveDescription forward =
        convolution.forward(
            Propagation.TRAINING, source, weights, bias, destination, Attributes.PLAIN);
    assertThat(
            Trial.of(forward)
                .give(Argument.SOURCE, loops.sourceShape(), sourceData)
                .give(Argument.WEIGHTS, loops.weightsShape(), weightsData)
                .give(Argument.BIAS, biasShape, biasData)
                .expect(Argument.DESTINATION)
                .run()
                .get(Argument.DESTINATION, loops.destinationShape()))
        .as("forward")
        .containsExactly(loops.forward(sourceData, weightsData, biasData), within(TOLERANCE));

    PrimitiveDescription backwardData =
        convolution.backwardData(forward, source, weights, destination, Attributes.PLAIN);
    assertThat(
            Trial.of(backwardData)
                .give(Argument.WEIGHTS, loops.weightsShape(), weightsData)
                .give(Argument.DIFF_DESTINATION, loops.destinationShape(), gradient)
                .expect(Argument.DIFF_SOURCE)
                .run()
                .get(Argument.DIFF_SOURCE, loops.sourceShape()))
        .as("backward to the source")
        .containsExactly(loops.backwardData(weightsData, gradient), within(TOLERANCE));

    PrimitiveDescription backwardWeights =
        convolution.backwardWeights(forward, source, weights, bias, destination, Attributes.PLAIN);
    Trial trial =
        Trial.of(backwardWeights)
            .give(Argument.SOURCE, loops.sourceShape(), sourceData)
            .give(Argument.DIFF_DESTINATION, loops.destinationShape(), gradient)
            .expect(Argument.DIFF_WEIGHTS, Argument.DIFF_BIAS)
            .run();
    assertThat(trial.get(Argument.DIFF_WEIGHTS, loops.weightsShape()))
        .as("backward to the weights")
        .containsExactly(loops.backwardWeights(sourceData, gradient), within(TOLERANCE));
    assertThat(trial.get(Argument.DIFF_BIAS, biasShape))
        .as("backward to the bias")
        .containsExactly(loops.backwardBias(gradient), within(TOLERANCE));
  }

  private static MemoryDescription channelsLast(long... shape) {
    return MemoryDescription.channelsLast(DataType.F32, shape);
  }

  private static long[] size(long height, long width) {
    return new long[] {height, width};
  }
}
