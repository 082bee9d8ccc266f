package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms of numbers whose squares overflow or vanish, and gradients that are infinite. */
class NormTest {
  private static final Sgd SGD = new Sgd(1);

  /** From 0, of a function whose gradient is given; what is left is the gradient applied. */
  private static Descent along(Optimizer optimizer, float... gradient) {
    Tensor start = Tensor.zeros(Tensor.of(Shape.of(gradient.length), gradient).type());
    return Descent.of(optimizer, start, x -> product(x, gradient));
  }

  private static Node product(Node x, float... gradient) {
    Variable slope = new Variable("slope" + gradient.length, Tensor.of(x.shape(), gradient));
    return Ops.sum(Ops.multiply(x, slope));
  }

  @ParameterizedTest
  @CsvSource({
    "3e19, 4e19, 0.6, 0.8",
    "3e38, 3e38, 0.70710678, 0.70710678",
    "-3.4e38, 1, -1, 0",
    "1.5e18, -2e18, 0.6, -0.8",
    "3, 4, 0.6, 0.8",
    "0.3, 0.4, 0.3, 0.4",
    "3e-30, 4e-30, 3e-30, 4e-30",
    "0, 0, 0, 0"
  })
  void clippingKeepsTheDirection(float a, float b, float x, float y) {
    for (Optimizer optimizer : List.of(new ClipNorm(1, SGD), new ClipGlobalNorm(1, SGD))) {
      float[] after = along(optimizer, a, b).step(1).value();
      assertThat(-after[0]).isCloseTo(x, within(2e-6f * Math.abs(x)));
      assertThat(-after[1]).isCloseTo(y, within(2e-6f * Math.abs(y) + 1e-38f));
    }
  }

  @Test
  void theGlobalNormIsOfAllParametersWhateverTheirSizes() {
    Variable x = new Variable("x", Tensor.zeros(Tensor.of(Shape.of(1), 0).type()));
    Variable y = new Variable("y", Tensor.zeros(Tensor.of(Shape.of(2), 0, 0).type()));
    Descent descent =
        new Descent(
            new ClipGlobalNorm(1, SGD),
            all -> Ops.add(product(all.get(0), 3e19f), product(all.get(1), 4e19f, 1e-20f)),
            x,
            y);
    descent.step(1);
    assertThat(descent.value(0)[0]).isCloseTo(-0.6f, within(1e-6f));
    assertThat(descent.value(1)[0]).isCloseTo(-0.8f, within(1e-6f));
  }

  @Test
  void manyNumbersOverflowTogether() {
    float[] gradient = new float[5000];
    Arrays.fill(gradient, 1e18f);
    float[] after = along(new ClipGlobalNorm(1, SGD), gradient).step(1).value();
    assertThat(after).containsOnly(after[0]);
    assertThat(-after[0]).isCloseTo((float) (1 / Math.sqrt(5000)), within(1e-7f));
  }

  /** The first step of LAMB is α · ‖w‖ / √n · sign g without decay. */
  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-25f, 1e-10f, 1, 1e10f, 1e20f, 1e37f})
  void theTrustRatioIsOfWeightsOfAnySize(float size) {
    Lamb lamb = new Lamb().withWeightDecay(0).withLearningRate(1);
    Tensor start = Tensor.of(Shape.of(2), 3 * size, 4 * size);
    float[] after = Descent.of(lamb, start, x -> product(x, 1, -1)).step(0.1).value();
    float length = (float) (0.1 * 5 / Math.sqrt(2)) * size;
    assertThat(after[0]).isCloseTo(3 * size - length, within(1e-5f * size));
    assertThat(after[1]).isCloseTo(4 * size + length, within(1e-5f * size));
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-4f, 1e20f, 1e37f})
  void muonLooksAtTheDirectionAlone(float size) {
    float[] one = muon(1);
    assertThat(muon(size)).containsExactly(one, within(1e-4f));
  }

  private static float[] muon(float size) {
    Tensor start = Tensor.of(Shape.of(2, 2), 0, 0, 0, 0);
    return Descent.of(new Muon(), start, x -> product(x, 3 * size, size, -size, 2 * size))
        .step(0.1)
        .value();
  }

  static List<Optimizer> all() {
    return OptimizerTest.all().map(OptimizerTest.Case::parabola).toList();
  }

  /** Wherever it arrives: in the parameter, or in what is remembered of it. */
  @ParameterizedTest
  @MethodSource("all")
  void anInfiniteGradientIsNeverHidden(Optimizer optimizer) {
    for (float gradient : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Descent descent = along(optimizer, gradient, 1);
      descent.step(0.01).step(0.01);
      float[] after = descent.value();
      assertThat(IntStream.range(0, 2).anyMatch(i -> !Float.isFinite(after[i])))
          .as("%s: %s", optimizer, Arrays.toString(after))
          .isTrue();
    }
  }
}
