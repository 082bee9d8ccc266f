package dev.ranvier.lectures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.initializer.GlorotNormal;
import dev.ranvier.nn.initializer.HeNormal;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Glorot's and He's initialization in rectifier networks of 22 and 30 layers.
 *
 * <p>Source: He et al., "Delving deep into rectifiers", 2015: with 22 layers both start to learn,
 * with 30 only He's, because each layer of Glorot's loses half of the variance.
 */
class InitializationSlidesTest {
  private static final int WIDTH = 64;

  @Test
  void heKeepsTheSignalThatGlorotLosesLayerByLayer() {
    for (int depth : new int[] {22, 30}) {
      double he = size(depth, new HeNormal());
      double glorot = size(depth, new GlorotNormal());
      assertThat(he).isBetween(0.02, 50.0);
      double lost = Math.pow(Math.sqrt(0.5), depth);
      assertThat(glorot / he).isBetween(0.1 * lost, 10 * lost);
    }
  }

  @Test
  void theFirstOfThirtyLayersLearnsWithHeAlone() {
    assertThat(firstGradient(30, new HeNormal())).isGreaterThan(1e-3);
    assertThat(firstGradient(30, new GlorotNormal()))
        .isLessThan(1e-3 * firstGradient(30, new HeNormal()));
    assertThat(firstGradient(22, new GlorotNormal()))
        .isGreaterThan(3 * firstGradient(30, new GlorotNormal()));
  }

  private static Network network(int depth, Initializer weights) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(new Dense(WIDTH).withWeights(weights));
      layers.add(new Relu());
    }
    return Network.of(new Sequential(layers), WIDTH);
  }

  private static double[] example() {
    double[] example = new double[WIDTH];
    Arrays.setAll(example, i -> Math.sqrt(2) * Math.sin(i + 1));
    return example;
  }

  /** The root mean square of the last layer's values for an input where it is 1. */
  private static double size(int depth, Initializer weights) {
    return rootMeanSquare(network(depth, weights).output(example()));
  }

  private static double firstGradient(int depth, Initializer weights) {
    double[] ones = new double[WIDTH];
    Arrays.fill(ones, 1);
    return rootMeanSquare(network(depth, weights).gradients(example(), ones).get(1).data());
  }

  private static double rootMeanSquare(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).average().orElseThrow());
  }
}
