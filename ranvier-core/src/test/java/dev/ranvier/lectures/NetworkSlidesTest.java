package dev.ranvier.lectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Sigmoid;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked examples of the slides on networks and their training, named after them. */
class NetworkSlidesTest {
  /** f(1, −1) = (0.62, 0.83): hidden layers (0.98, 0.12) and (0.86, 0.11). */
  @Test
  void aSimpleNetworkToyExample() {
    Layer layer =
        new Sequential(
            new Dense(2), new Sigmoid(), new Dense(2), new Sigmoid(), new Dense(2), new Sigmoid());
    Network network =
        Network.of(layer, 2)
            .with(0, 1, -1, -2, 1)
            .with(1, 1, 0)
            .with(2, 2, -2, -1, -1)
            .with(3, 0, 0)
            .with(4, 3, -1, -1, 4)
            .with(5, -2, 2);
    assertThat(network.output(1, -1)).containsExactly(new double[] {0.62, 0.83}, within(0.005));
    assertThat(network.output(0, 0)).containsExactly(new double[] {0.51, 0.85}, within(0.005));
  }

  /** h₁ = max(x₁ − x₂, 0), h₂ = max(x₂ − x₁, 0), o = h₁ + h₂. */
  @Test
  void xorImplementationWithReluActivation() {
    Network network =
        Network.of(new Sequential(new Dense(2), new Relu(), new Dense(1)), 2)
            .with(0, 1, -1, -1, 1)
            .with(1, 0, 0)
            .with(2, 1, 1)
            .with(3, 0);
    assertThat(network.output(0, 0)).containsExactly(0);
    assertThat(network.output(1, 0)).containsExactly(1);
    assertThat(network.output(0, 1)).containsExactly(1);
    assertThat(network.output(1, 1)).containsExactly(0);
  }

  @Test
  void aNetworkOfLinearActivationsIsEquivalentToASingleLayer() {
    Network deep = Network.of(new Sequential(new Dense(5), new Dense(4), new Dense(2)), 3);
    deep.with(1, 1, 2, 3, 4, 5).with(3, -1, 0, 1, 2).with(5, 0.5, -0.5);
    double[] bias = deep.output(0, 0, 0);
    double[] weights = new double[6];
    for (int i = 0; i < 3; i++) {
      double[] unit = new double[3];
      unit[i] = 1;
      double[] row = deep.output(unit);
      weights[2 * i] = row[0] - bias[0];
      weights[2 * i + 1] = row[1] - bias[1];
    }
    Network single = Network.of(new Dense(2), 3).with(0, weights).with(1, bias);
    assertThat(single.output(3, -2, 0.7)).containsExactly(deep.output(3, -2, 0.7), within(1e-5));
  }

  /** ∂L/∂z = o − y for softmax and cross-entropy. */
  @Test
  void theGradientOfSoftmaxIsOutputMinusTarget() {
    Input logits = new Input("logits", TensorType.f32(1, 3));
    Input target = new Input("target", TensorType.i32(1));
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    var gradient =
        Gradients.of(Ops.sum(loss.perExample(logits, target)), List.of(logits)).getFirst();
    List<NdArray> values =
        Interpreter.evaluate(
            List.of(gradient, loss.prediction(logits)),
            Map.of(
                logits,
                NdArray.of(Shape.of(1, 3), 2, -1, 0.5),
                target,
                NdArray.of(Shape.of(1), 2)));
    double[] expected = values.get(1).data().clone();
    expected[2] -= 1;
    assertThat(values.get(0).data()).containsExactly(expected, within(1e-12));
  }

  /** "After r layers the value of gradient reduces to 0.25^r (= 10⁻⁶ for r = 10)". */
  @Test
  void vanishingAndExplodingGradients() {
    for (int r = 1; r <= 10; r++) {
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < r; i++) {
        layers.add(new Dense(1));
        layers.add(new Sigmoid());
      }
      Network network = Network.of(new Sequential(layers), 1);
      for (int i = 0; i < r; i++) {
        // A bias of −w/2 after the first layer: every sigmoid is at 0.5, where it is steepest.
        network.with(2 * i, 1).with(2 * i + 1, i == 0 ? 0 : -0.5);
      }
      double gradient = network.gradients(new double[] {0}, 1).getFirst().data()[0];
      assertThat(gradient).isCloseTo(Math.pow(0.25, r), within(1e-12));
    }
    assertThat(Math.pow(0.25, 10)).isCloseTo(1e-6, within(0.1e-6));
  }

  @Test
  void breakingSymmetry() {
    double[] example = {0.3, -0.7};
    for (double constant : new double[] {0, 0.4}) {
      Network same = Network.of(hidden(), 2);
      for (int i = 0; i < 4; i++) {
        double[] values = new double[same.parameter(i).length];
        Arrays.fill(values, constant);
        same.with(i, values);
      }
      NdArray gradient = same.gradients(example, 1).get(1);
      for (int unit = 1; unit < 3; unit++) {
        assertThat(gradient.data()[unit]).isEqualTo(gradient.data()[0]);
        assertThat(gradient.data()[3 + unit]).isEqualTo(gradient.data()[3]);
      }
    }
    double[] random = Network.of(hidden(), 2).gradients(example, 1).get(1).data();
    assertThat(Arrays.copyOf(random, 3)).doesNotHaveDuplicates();
  }

  private static Layer hidden() {
    return new Sequential(new Dense(3), new Tanh(), new Dense(1));
  }

  @Test
  void tanhIsTwoSigmoidOfTwiceItsInputMinusOne() {
    Network tanh = Network.of(new Tanh(), 1);
    Network sigmoid = Network.of(new Sigmoid(), 1);
    for (double z = -6; z <= 6; z += 0.25) {
      assertThat(tanh.output(z)[0]).isCloseTo(2 * sigmoid.output(2 * z)[0] - 1, within(1e-12));
    }
  }
}
