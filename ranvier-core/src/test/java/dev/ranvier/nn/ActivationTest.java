package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.activation.Arctan;
import dev.ranvier.nn.activation.BinaryStep;
import dev.ranvier.nn.activation.Celu;
import dev.ranvier.nn.activation.Elu;
import dev.ranvier.nn.activation.Gelu;
import dev.ranvier.nn.activation.GeluTanh;
import dev.ranvier.nn.activation.HardSigmoid;
import dev.ranvier.nn.activation.HardSwish;
import dev.ranvier.nn.activation.HardTanh;
import dev.ranvier.nn.activation.LeakyRelu;
import dev.ranvier.nn.activation.Maxout;
import dev.ranvier.nn.activation.Mish;
import dev.ranvier.nn.activation.PRelu;
import dev.ranvier.nn.activation.RRelu;
import dev.ranvier.nn.activation.Relu6;
import dev.ranvier.nn.activation.ScaledTanh;
import dev.ranvier.nn.activation.Selu;
import dev.ranvier.nn.activation.Sigmoid;
import dev.ranvier.nn.activation.Sign;
import dev.ranvier.nn.activation.Softplus;
import dev.ranvier.nn.activation.Softsign;
import dev.ranvier.nn.activation.Swish;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.op.Ops;
import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
  static List<ElementwiseActivation> stated() {
    return List.of(
        new Arctan(),
        new BinaryStep(),
        new Celu(0.7),
        new Elu(1.3),
        new Gelu(),
        new GeluTanh(),
        new HardSigmoid(),
        new HardSwish(),
        new HardTanh(-0.5, 2),
        new LeakyRelu(0.1),
        new Mish(),
        new Relu6(),
        new ScaledTanh(),
        new Selu(),
        new Sign(),
        new Softplus(2),
        new Softsign(),
        new Swish(1.5));
  }

  @ParameterizedTest
  @MethodSource("stated")
  void statedDerivativesAgreeWithSymbolicOnes(ElementwiseActivation activation) {
    CounterRandom random = CounterRandom.of(5, 0, 0);
    Expression symbolic = Differentiation.derivative(activation.formula(), 0);
    for (int i = 0; i < 200; i++) {
      double x = 16 * random.uniform(i) - 8;
      double y = activation.formula().evaluate(new double[] {x}, i);
      double expected = symbolic.evaluate(new double[] {x}, i);
      assertThat(activation.derivative().evaluate(new double[] {x, y}, i))
          .as("derivative at %s", x)
          .isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void theScaledTangentIsNearOneAtOne() {
    // The reason for its numbers: f(±1) = ±1, up to their four digits.
    assertThat(value(new ScaledTanh(), 1)).isCloseTo(1, within(1e-4));
    assertThat(value(new ScaledTanh(), -1)).isCloseTo(-1, within(1e-4));
  }

  @Test
  void tanhIsTwiceTheSigmoidOfTwiceLessOne() {
    for (double z : new double[] {-3, -0.5, 0, 0.1, 2}) {
      assertThat(value(new Tanh(), z))
          .isCloseTo(2 * value(new Sigmoid(), 2 * z) - 1, within(1e-15));
    }
  }

  @Test
  void seluKeepsMeanZeroAndVarianceOne() {
    CounterRandom random = CounterRandom.of(9, 0, 0);
    int count = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double y = new Selu().formula().evaluate(new double[] {random.normal(i)}, i);
      sum += y;
      squares += y * y;
    }
    assertThat(sum / count).isCloseTo(0, within(0.01));
    assertThat(squares / count).isCloseTo(1, within(0.02));
  }

  @Test
  void rreluDrawsASlopeForEveryNumberInTraining() {
    Model model = new Model(TensorType.f32(1000), new RRelu(0.1, 0.5), 7);
    Trace trace = model.trace(1, true);
    NdArray x = NdArray.zeros(Shape.of(1, 1000)).map(zero -> -1);
    Map<Node, NdArray> feeds = Map.of(trace.input(), x, trace.keys().getFirst(), NdArray.scalar(3));
    Node slope = Gradients.of(Ops.sum(trace.output()), List.of(trace.input())).getFirst();
    List<NdArray> results = Interpreter.evaluate(List.of(trace.output(), slope), feeds);
    double[] slopes = results.get(1).data();
    assertThat(slopes).isEqualTo(results.get(0).map(y -> -y).data());
    assertThat(slopes).doesNotHaveDuplicates();
    assertThat(Arrays.stream(slopes)).allMatch(each -> each >= 0.1 && each < 0.5);
    assertThat(Arrays.stream(slopes).average().orElseThrow()).isCloseTo(0.3, within(0.01));
  }

  @Test
  void preluHasASlopeForEveryChannelOrOneForAll() {
    TensorType image = TensorType.f32(4, 4, 3);
    Model each = new Model(image, new PRelu(), 7);
    assertThat(each.parameters()).hasSize(1);
    assertThat(each.parameters().getFirst().value().toFloats())
        .containsExactly(0.25f, 0.25f, 0.25f);
    Model one = new Model(image, new PRelu().withShared(true).withInitial(0.5), 7);
    assertThat(one.parameters().getFirst().value().toFloats()).containsExactly(0.5f);
  }

  @Test
  void maxoutNamesPiecesThatDoNotDivide() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Model(TensorType.f32(7), new Sequential(new Maxout(2)), 7))
        .withMessage(
            "maxout 'maxout1': 2 pieces must divide the last axis of the input, got [1,7];"
                + " give the layer before it a multiple of 2 units");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(() -> new Celu(0), "celu: alpha must be above 0, got 0.0");
    refused(() -> new Softplus(-1), "softplus: beta must be above 0, got -1.0");
    refused(() -> new HardTanh(1, 1), "hard-tanh: low must be below high, got 1.0 and 1.0");
    refused(() -> new RRelu(0.5, 0.1), "rrelu: lower must be at most upper, got 0.5 and 0.1");
    refused(
        () -> new ScaledTanh(0, 1),
        "scaled-tanh: amplitude must be a finite number other than 0, got 0.0");
    refused(() -> new Maxout(0), "maxout: pieces must be at least 1, got 0");
  }

  private static void refused(Runnable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
  }

  private static double value(Layer layer, double x) {
    Trace trace = new Model(TensorType.f32(1), layer, 7).trace(1, false);
    NdArray input = NdArray.of(Shape.of(1, 1), x);
    return Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), input))
        .getFirst()
        .data()[0];
  }
}
