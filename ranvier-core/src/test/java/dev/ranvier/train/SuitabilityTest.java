package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.LogSoftmax;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Sigmoid;
import dev.ranvier.nn.activation.Softmax;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.nn.loss.NegativeLogLikelihood;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.tensor.TensorType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuitabilityTest {
  @Test
  void aLayerThatTheLossAppliesItselfIsNamedWithTheLoss() {
    assertThat(twice(new Softmax(), new SoftmaxCrossEntropy()))
        .contains(
            "softmax 'softmax1' ends the model, but the loss softmax-cross-entropy applies such a"
                + " layer itself; leave the layer out");
    assertThat(twice(new LogSoftmax().named("out"), new SoftmaxCrossEntropy()))
        .contains(
            "log-softmax 'out' ends the model, but the loss softmax-cross-entropy applies such a"
                + " layer itself; leave the layer out");
    assertThat(twice(new Sequential(new Sigmoid()), new BinaryCrossEntropy()))
        .contains(
            "sigmoid 'sequential1/sigmoid1' ends the model, but the loss binary-cross-entropy"
                + " applies such a layer itself; leave the layer out");
  }

  @Test
  void otherEndsAreInOrder() {
    assertThat(twice(new LogSoftmax(), new NegativeLogLikelihood())).isEmpty();
    assertThat(twice(new Sigmoid(), new BinaryCrossEntropy(false))).isEmpty();
    assertThat(twice(new Relu(), new SoftmaxCrossEntropy())).isEmpty();
  }

  private static Optional<String> twice(Layer last, Loss loss) {
    Layer layers = new Sequential(new Dense(3), last);
    return Suitability.twice(new Model(TensorType.f32(4), layers, 7), loss);
  }
}
