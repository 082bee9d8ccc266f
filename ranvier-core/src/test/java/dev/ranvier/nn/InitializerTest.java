package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.FromArray;
import dev.ranvier.nn.initializer.IdentityInitializer;
import dev.ranvier.nn.initializer.Normal;
import dev.ranvier.nn.initializer.Orthogonal;
import dev.ranvier.nn.initializer.TruncatedNormal;
import dev.ranvier.nn.initializer.Uniform;
import dev.ranvier.nn.initializer.Zeros;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final CounterRandom RANDOM = CounterRandom.of(3, 0, 0);
  private static final Shape LARGE = Shape.of(300, 200);

  @Test
  void normalNumbersHaveTheirMeanAndDeviation() {
    double[] drawn = draw(new Normal(0.5).withMean(2), LARGE);
    assertThat(mean(drawn)).isCloseTo(2, within(0.01));
    assertThat(deviation(drawn)).isCloseTo(0.5, within(0.005));
  }

  @Test
  void truncatedNumbersStayWithinTwoDeviations() {
    double[] drawn = draw(new TruncatedNormal(0.5).withMean(1), LARGE);
    assertThat(Arrays.stream(drawn)).allMatch(x -> Math.abs(x - 1) <= 1);
    assertThat(mean(drawn)).isCloseTo(1, within(0.01));
    assertThat(deviation(drawn)).isCloseTo(0.5 * 0.8796, within(0.005));
  }

  @Test
  void uniformNumbersStayWithinTheirLimits() {
    double[] drawn = draw(new Uniform(-1, 3), LARGE);
    assertThat(Arrays.stream(drawn)).allMatch(x -> x >= -1 && x < 3);
    assertThat(mean(drawn)).isCloseTo(1, within(0.02));
    assertThat(deviation(drawn)).isCloseTo(4 / Math.sqrt(12), within(0.01));
  }

  @Test
  void orthogonalMatricesHaveOrthonormalRowsOrColumns() {
    for (Shape shape : List.of(Shape.of(7, 4), Shape.of(4, 7), Shape.of(3, 2, 2, 5))) {
      double[] w = draw(new Orthogonal(2), shape);
      int columns = shape.size(-1);
      int rows = w.length / columns;
      boolean tall = rows >= columns;
      int vectors = tall ? columns : rows;
      int length = tall ? rows : columns;
      for (int i = 0; i < vectors; i++) {
        for (int j = 0; j < vectors; j++) {
          double product = 0;
          for (int k = 0; k < length; k++) {
            product +=
                tall
                    ? w[k * columns + i] * w[k * columns + j]
                    : w[i * columns + k] * w[j * columns + k];
          }
          assertThat(product).isCloseTo(i == j ? 4 : 0, within(1e-6));
        }
      }
    }
  }

  @Test
  void aConvolutionThatStartsAsTheIdentityGivesItsInput() {
    Layer layer =
        new Conv2d(3, 3).withPadding(PaddingRule.SAME).withWeights(new IdentityInitializer());
    Trace trace = new Model(TensorType.f32(4, 5, 3), layer, 7).trace(1, false);
    NdArray image = NdArray.zeros(Shape.of(1, 4, 5, 3));
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = RANDOM.uniform(i);
    }
    Map<Node, NdArray> feeds = Map.of(trace.input(), image);
    assertThat(Interpreter.evaluate(List.of(trace.output()), feeds).getFirst()).isEqualTo(image);
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedOtherNumbers() {
    for (Initializer initializer :
        List.of(new Normal(1), new TruncatedNormal(1), new Uniform(0, 1), new Orthogonal())) {
      double[] drawn = draw(initializer, Shape.of(5, 4));
      assertThat(draw(initializer, Shape.of(5, 4))).isEqualTo(drawn);
      CounterRandom other = CounterRandom.of(4, 0, 0);
      assertThat(initializer.initialize(Shape.of(5, 4), Fans.NONE, other).toNdArray().data())
          .isNotEqualTo(drawn);
    }
  }

  @Test
  void zeroAndConstantWeightsLeaveHiddenUnitsIdenticalAndRandomOnesBreakTheSymmetry() {
    assertThat(distinctUnits(new Zeros())).isEqualTo(1);
    assertThat(distinctUnits(new Constant(0.3))).isEqualTo(1);
    assertThat(distinctUnits(new Normal(0.3))).isEqualTo(6);
  }

  private static long distinctUnits(Initializer initializer) {
    Trace trace =
        new Model(TensorType.f32(2), new Dense(6).withWeights(initializer), 7).trace(1, false);
    NdArray x = NdArray.of(Shape.of(1, 2), 0.5, -2);
    double[] units =
        Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), x)).getFirst().data();
    return Arrays.stream(units).distinct().count();
  }

  @Test
  void settingsAndShapesThatDoNotFitAreRefused() {
    refused(() -> new Normal(-1), "normal: deviation must be at least 0, got -1.0");
    refused(
        () -> new TruncatedNormal(-1), "truncated-normal: deviation must be at least 0, got -1.0");
    refused(() -> new Uniform(1, 0), "uniform: low must be at most high, got 1.0 and 0.0");
    refused(
        () -> draw(new Orthogonal(), Shape.of(3)),
        "orthogonal: needs weights of two axes or more, got [3]; use zeros for biases");
    refused(
        () -> draw(new IdentityInitializer(), Shape.of(3)),
        "identity: needs weights of two axes or more, got [3]; use zeros for biases");
    refused(
        () -> draw(FromArray.of(1, 2, 3), Shape.of(2, 2)),
        "from-array: has 3 values for a parameter of shape [2,2]; give 4");
  }

  private static void refused(Runnable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
  }

  private static double[] draw(Initializer initializer, Shape shape) {
    return initializer.initialize(shape, Fans.NONE, RANDOM).toNdArray().data();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }
}
