package dev.ranvier.lectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.tensor.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The worked examples of the slides on convolutional networks, named after them. */
class ConvolutionSlidesTest {
  private static final double[][][] CHANNELS = {
    {{0, 0, 0}, {0, 156, 155}, {0, 153, 154}},
    {{0, 0, 0}, {0, 167, 166}, {0, 164, 165}},
    {{0, 0, 0}, {0, 163, 162}, {0, 160, 161}}
  };
  private static final double[][][] KERNELS = {
    {{-1, -1, 1}, {0, 1, -1}, {0, 1, 1}},
    {{1, 0, 0}, {1, -1, -1}, {1, 0, -1}},
    {{0, 1, 1}, {0, 1, 0}, {1, -1, 1}}
  };

  /** 308 − 498 + 164 + 1 = −25. */
  @Test
  void convolutionsOverThreeChannels() {
    double[] sums = {308, -498, 164};
    for (int channel = 0; channel < 3; channel++) {
      Network one = Network.of(new Conv2d(1, 3), 3, 3, 1);
      one.with(0, flat(KERNELS[channel])).with(1, 0);
      assertThat(one.output(flat(CHANNELS[channel]))).containsExactly(sums[channel]);
    }
    Network all = Network.of(new Conv2d(1, 3), 3, 3, 3);
    all.with(0, interleaved(KERNELS)).with(1, 1);
    assertThat(all.output(interleaved(CHANNELS))).containsExactly(-25);
  }

  @Test
  void maxPooling() {
    Network pooling = Network.of(new MaxPool2d(3).withStride(1), 5, 5, 1);
    double[] grid = {
      3, 3, 2, 1, 0, //
      0, 0, 1, 3, 1, //
      3, 1, 2, 2, 3, //
      2, 0, 0, 2, 2, //
      2, 0, 0, 0, 1
    };
    assertThat(pooling.output(grid)).containsExactly(3, 3, 3, 3, 3, 3, 3, 2, 3);
  }

  @Test
  void averagePooling() {
    Network pooling = Network.of(new AveragePool2d(2), 4, 4, 1);
    double[] grid = {
      7, 3, 5, 2, //
      8, 7, 1, 6, //
      4, 9, 3, 9, //
      0, 8, 4, 5
    };
    assertThat(pooling.output(grid)).containsExactly(6.25, 3.5, 5.25, 5.25);
  }

  /** "We can construct a fully connected layer, that computes the same output". */
  @Test
  void aConvolutionIsAFullyConnectedLayerWithSparseSharedWeights() {
    int size = 5;
    int places = 3;
    Network convolution = Network.of(new Conv2d(1, 3), size, size, 1);
    double[] kernel = convolution.parameter(0);
    double[] matrix = new double[size * size * places * places];
    for (int place = 0; place < places * places; place++) {
      for (int cell = 0; cell < 9; cell++) {
        int row = place / places + cell / 3;
        int column = place % places + cell % 3;
        matrix[(row * size + column) * places * places + place] = kernel[cell];
      }
    }
    Network dense = Network.of(new Dense(places * places), size * size).with(0, matrix);
    double[] image = new double[size * size];
    for (int i = 0; i < image.length; i++) {
      image[i] = new CounterRandom(5).uniform(i);
    }
    assertThat(dense.output(image)).containsExactly(convolution.output(image), within(1e-12));
    assertThat(Arrays.stream(matrix).filter(weight -> weight != 0).count())
        .isEqualTo(9L * places * places);
  }

  private static double[] flat(double[][] rows) {
    return interleaved(new double[][][] {rows});
  }

  /** Cell by cell, the channels innermost. */
  private static double[] interleaved(double[][][] channels) {
    double[] cells = new double[9 * channels.length];
    for (int i = 0; i < cells.length; i++) {
      int cell = i / channels.length;
      cells[i] = channels[i % channels.length][cell / 3][cell % 3];
    }
    return cells;
  }
}
