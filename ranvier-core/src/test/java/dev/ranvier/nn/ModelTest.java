package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Sigmoid;
import dev.ranvier.nn.activation.Softmax;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.GlobalAveragePool2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.GlorotNormal;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.nn.initializer.HeNormal;
import dev.ranvier.nn.initializer.HeUniform;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final TensorType IMAGE = TensorType.f32(8, 8, 2);

  private static Model model(TensorType input, Layer... layers) {
    return new Model(input, new Sequential(layers), 7);
  }

  private static Shape output(Model model, int batch) {
    return model.trace(batch, false).output().shape();
  }

  @Test
  void parametersAreNamedByTheirLayers() {
    Model model =
        model(
            IMAGE,
            new Conv2d(4, 3),
            new Relu(),
            new Conv2d(4, 3).withBias(false),
            new Flatten(),
            new Dense(10).named("head"));
    assertThat(model.parameters())
        .extracting(Variable::name)
        .containsExactly(
            "conv2d1/weights", "conv2d1/bias", "conv2d2/weights", "head/weights", "head/bias");
    assertThat(model.parameterCount()).isEqualTo(3 * 3 * 2 * 4 + 4 + 3 * 3 * 4 * 4 + 64 * 10 + 10);
  }

  @Test
  void layersHaveTheExpectedShapes() {
    assertThat(output(model(IMAGE, new Conv2d(4, 3)), 5)).isEqualTo(Shape.of(5, 6, 6, 4));
    assertThat(output(model(IMAGE, new Conv2d(4, 3).withPadding(PaddingRule.SAME)), 5))
        .isEqualTo(Shape.of(5, 8, 8, 4));
    assertThat(output(model(IMAGE, new Conv2d(4, 3).withStride(2).withDilation(2)), 5))
        .isEqualTo(Shape.of(5, 2, 2, 4));
    assertThat(output(model(IMAGE, new MaxPool2d(2)), 5)).isEqualTo(Shape.of(5, 4, 4, 2));
    assertThat(output(model(IMAGE, new AveragePool2d(3).withStride(1)), 5))
        .isEqualTo(Shape.of(5, 6, 6, 2));
    assertThat(output(model(IMAGE, new Flatten(), new Dense(3), new Softmax()), 5))
        .isEqualTo(Shape.of(5, 3));
    assertThat(output(model(IMAGE, new BatchNorm(), new Sigmoid(), new Tanh()), 5))
        .isEqualTo(Shape.of(5, 8, 8, 2));
  }

  @Test
  void theSameSeedGivesTheSameParametersAndAnotherSeedOthers() {
    float[] first = weights(1);
    assertThat(weights(1)).isEqualTo(first);
    assertThat(weights(2)).isNotEqualTo(first);
  }

  private static float[] weights(long seed) {
    Model model = new Model(TensorType.f32(5), new Dense(4), seed);
    return model.parameters().getFirst().value().toFloats();
  }

  @Test
  void initializersHaveTheDeviationOfTheirFormula() {
    Fans fans = new Fans(400, 100);
    assertThat(deviation(new GlorotNormal(), fans)).isBetween(0.062, 0.0645);
    assertThat(deviation(new GlorotUniform(), fans)).isBetween(0.062, 0.0645);
    assertThat(deviation(new HeNormal(), fans)).isBetween(0.0695, 0.072);
    assertThat(deviation(new HeUniform(), fans)).isBetween(0.0695, 0.072);
  }

  private static double deviation(Initializer initializer, Fans fans) {
    Tensor tensor =
        initializer.initialize(
            Shape.of(400, 100), fans, dev.ranvier.tensor.CounterRandom.of(3, 0, 0));
    double sum = 0;
    double squares = 0;
    for (float value : tensor.toFloats()) {
      sum += value;
      squares += value * value;
    }
    assertThat(sum / 40_000).isBetween(-0.001, 0.001);
    return Math.sqrt(squares / 40_000);
  }

  @Test
  void dropoutKeepsTheMeanInTrainingAndDoesNothingInUse() {
    Model model = new Model(TensorType.f32(5000), new Dropout(0.3), 7);
    Trace use = model.trace(1, false);
    assertThat(use.output()).isSameAs(use.input());
    Trace training = model.trace(1, true);
    NdArray ones = NdArray.zeros(Shape.of(1, 5000)).map(zero -> 1);
    Map<Node, NdArray> feeds =
        Map.of(training.input(), ones, training.keys().getFirst(), NdArray.scalar(99));
    double[] kept = Interpreter.evaluate(List.of(training.output()), feeds).getFirst().data();
    double mean = java.util.Arrays.stream(kept).average().orElseThrow();
    assertThat(mean).isBetween(0.95, 1.05);
    assertThat(java.util.Arrays.stream(kept).distinct().count()).isEqualTo(2);
  }

  @Test
  void batchNormUsesTheBatchInTrainingAndRunningStatisticsInUse() {
    Model model = new Model(TensorType.f32(2), new BatchNorm(), 7);
    NdArray x = NdArray.of(Shape.of(4, 2), 1, 10, 2, 20, 3, 30, 4, 40);
    Trace training = model.trace(4, true);
    NdArray y =
        Interpreter.evaluate(List.of(training.output()), Map.of(training.input(), x)).getFirst();
    assertThat(y.get(0, 0)).isCloseTo(-1.3416, org.assertj.core.data.Offset.offset(1e-3));
    assertThat(y.get(3, 1)).isCloseTo(1.3416, org.assertj.core.data.Offset.offset(1e-3));
    List<NdArray> statistics =
        Interpreter.evaluate(
            training.updates().stream().map(update -> update.value()).toList(),
            Map.of(training.input(), x));
    assertThat(statistics.get(0).data()[1])
        .isCloseTo(2.5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(statistics.get(1).data()[0])
        .isCloseTo(0.9 + 0.1 * 5 / 3, org.assertj.core.data.Offset.offset(1e-9));
    Trace use = model.trace(4, false);
    NdArray same = Interpreter.evaluate(List.of(use.output()), Map.of(use.input(), x)).getFirst();
    assertThat(same.get(1, 1)).isCloseTo(20, org.assertj.core.data.Offset.offset(1e-3));
  }

  @Test
  void layersThatDoNotFitNameThemselves() {
    assertThatThrownBy(() -> model(IMAGE, new Dense(10).named("head")))
        .hasMessage(
            "dense 'head': takes an input of shape [batch,features] or"
                + " [batch,steps,features], got [1,8,8,2]; put a flatten layer before it");
    assertThatThrownBy(() -> model(TensorType.f32(12), new Conv2d(4, 3)))
        .hasMessage(
            "conv2d 'conv2d1': takes images [batch,height,width,channels], got [1,12];"
                + " is the input an image, and is no flatten layer before it?");
    assertThatThrownBy(() -> model(IMAGE, new Conv2d(4, 3).withGroups(3)))
        .hasMessage(
            "conv2d 'conv2d1': 3 groups must divide the 2 channels of the input and the 4 filters");
    assertThatThrownBy(() -> model(IMAGE, new Conv2d(4, 9)))
        .hasMessageStartingWith("layer 'conv2d1': convolution2d: ")
        .hasMessageContaining("larger than the input f32[1,8,8,2]");
    assertThatThrownBy(() -> new Dense(0)).hasMessage("dense: units must be at least 1, got 0");
    assertThatThrownBy(() -> new Dropout(1))
        .hasMessage("dropout: rate must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Dense(3).named("a/b"))
        .hasMessage("layer name 'a/b': expected a non-empty name without '/'");
  }

  @Test
  void twoLayersOfOneNameThatDisagreeAreFound() {
    assertThatThrownBy(
            () -> model(TensorType.f32(4), new Dense(3).named("a"), new Dense(5).named("a")))
        .hasMessageStartingWith("layer 'a': ")
        .hasMessageContaining("named twice");
  }

  @Test
  void lossesRefusePredictionsTheyDoNotApplyTo() {
    assertThatThrownBy(() -> new SoftmaxCrossEntropy().targetType(TensorType.f32(4)))
        .hasMessage(
            "softmax-cross-entropy: takes logits [batch,classes], got [4];"
                + " end the model with a dense layer of one unit a class");
  }

  @Test
  void aResidualBlockAddsItsInputOrAProjection() {
    Layer half = new AveragePool2d(1).withStride(2);
    assertThat(output(model(IMAGE, new Residual(new Relu())), 3)).isEqualTo(Shape.of(3, 8, 8, 2));
    assertThat(
            output(
                model(IMAGE, new Residual(new Conv2d(2, 1).withStride(2)).withShortcut(half)), 3))
        .isEqualTo(Shape.of(3, 4, 4, 2));
    Model doubling = model(TensorType.f32(3), new Residual(new Sequential()));
    Tensor x = Tensor.of(Shape.of(1, 3), 1, -2, 3);
    var trace = doubling.trace(1, false);
    NdArray y =
        Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), x.toNdArray()))
            .getFirst();
    assertThat(y.data()).containsExactly(2, -4, 6);
    assertThatThrownBy(() -> model(IMAGE, new Residual(new Conv2d(4, 1))))
        .hasMessage(
            "residual 'residual1': the body gives f32[1,8,8,4], the shortcut f32[1,8,8,2];"
                + " give the shortcut a projection to the body's shape");
  }

  @Test
  void aGlobalAverageLeavesOneNumberAChannel() {
    Model mean = model(TensorType.f32(2, 2, 1), new GlobalAveragePool2d());
    var trace = mean.trace(1, false);
    NdArray x = new NdArray(Shape.of(1, 2, 2, 1), new double[] {1, 2, 3, 6});
    NdArray y = Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), x)).getFirst();
    assertThat(y.shape()).isEqualTo(Shape.of(1, 1));
    assertThat(y.data()).containsExactly(3);
  }
}
