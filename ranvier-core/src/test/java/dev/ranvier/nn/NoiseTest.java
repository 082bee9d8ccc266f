package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.layer.AlphaDropout;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.DropConnect;
import dev.ranvier.nn.layer.GaussianNoise;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.layer.SpatialDropout;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers that draw random numbers: what they keep on average, and that use is undisturbed. */
class NoiseTest {
  private static final int MANY = 20_000;

  @Test
  void gaussianNoiseHasItsDeviation() {
    double[] noise = training(new GaussianNoise(0.5), Shape.of(1, MANY), 3);
    assertThat(mean(noise)).isCloseTo(3, within(0.02));
    assertThat(deviation(noise)).isCloseTo(0.5, within(0.01));
    // A normal distribution has 2.275 % of its numbers two deviations above the mean.
    long far = Arrays.stream(noise).filter(x -> x > 4).count();
    assertThat(far / (double) MANY).isCloseTo(0.02275, within(0.004));
  }

  @Test
  void alphaDropoutKeepsMeanZeroAndVarianceOne() {
    NdArray x = NdArray.zeros(Shape.of(1, MANY));
    for (int i = 0; i < MANY; i++) {
      x.data()[i] = i % 2 == 0 ? 1 : -1;
    }
    double[] y = training(new AlphaDropout(0.3), x);
    assertThat(mean(y)).isCloseTo(0, within(0.03));
    assertThat(deviation(y)).isCloseTo(1, within(0.02));
    assertThat(Arrays.stream(y).distinct()).hasSize(3);
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    double[] y = training(new SpatialDropout(0.25), Shape.of(2, 3, 2, 1000), 1);
    int channels = 2000;
    int dropped = 0;
    for (int image = 0; image < 2; image++) {
      for (int c = 0; c < 1000; c++) {
        double first = y[image * 6000 + c];
        assertThat(first == 0 || Math.abs(first - 4 / 3.0) < 1e-6).isTrue();
        dropped += first == 0 ? 1 : 0;
        for (int place = 1; place < 6; place++) {
          assertThat(y[image * 6000 + place * 1000 + c]).isEqualTo(first);
        }
      }
    }
    assertThat(dropped / (double) channels).isCloseTo(0.25, within(0.04));
  }

  @Test
  void dropConnectDropsConnectionsAndKeepsTheMean() {
    Model model =
        new Model(
            TensorType.f32(4),
            new DropConnect(new Dense(MANY).withWeights(Constant.ONES), 0.25),
            7);
    double[] y = run(model, NdArray.of(Shape.of(1, 4), 1, 1, 1, 1), true);
    // Sums of four connections, each 0 or 4/3.
    assertThat(Arrays.stream(y).map(Math::round).distinct()).hasSizeBetween(4, 5);
    assertThat(mean(y)).isCloseTo(4, within(0.05));
    assertThat(run(model, NdArray.of(Shape.of(1, 4), 1, 1, 1, 1), false)[17]).isEqualTo(4);
  }

  @Test
  void dropConnectAveragesSamplesInUse() {
    // ReLU of a normal number of mean 0 and deviation s has mean s / √(2π).
    DropConnect layer =
        new DropConnect(new Dense(1).withWeights(Constant.ONES), 0.5)
            .withActivation(new Relu())
            .withSamples(4000);
    Model model = new Model(TensorType.f32(2), layer, 7);
    NdArray x = NdArray.of(Shape.of(1, 2), 1, -1);
    double expected = Math.sqrt(2) / Math.sqrt(2 * Math.PI);
    double[] y = run(model, x, false);
    assertThat(y[0]).isCloseTo(expected, within(0.03));
    assertThat(run(model, x, false)).isEqualTo(y);
    DropConnect plain = layer.withSamples(0);
    assertThat(run(new Model(TensorType.f32(2), plain, 7), x, false)[0]).isZero();
  }

  @Test
  void nothingHappensInUse() {
    for (Layer layer :
        List.of(new GaussianNoise(1), new AlphaDropout(0.5), new SpatialDropout(0.5))) {
      Trace trace = new Model(TensorType.f32(3), layer, 1).trace(2, false);
      assertThat(trace.output()).isSameAs(trace.input());
    }
  }

  @Test
  void wrongSettingsNameThemselves() {
    assertThatThrownBy(() -> new GaussianNoise(-1))
        .hasMessage("gaussian-noise: deviation must be at least 0, got -1.0");
    assertThatThrownBy(() -> new AlphaDropout(1))
        .hasMessage("alpha-dropout: rate must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new SpatialDropout(-0.1))
        .hasMessage("spatial-dropout: rate must be at least 0 and below 1, got -0.1");
    assertThatThrownBy(
            () ->
                new Model(
                    TensorType.f32(3),
                    new Sequential(new DropConnect(new Relu(), 0.5).named("thin")),
                    1))
        .hasMessage("drop-connect 'thin': drops connections of a dense or conv2d layer, got relu");
  }

  private static double[] training(Layer layer, Shape shape, double value) {
    return training(layer, NdArray.zeros(shape).map(zero -> value));
  }

  private static double[] training(Layer layer, NdArray x) {
    TensorType example = TensorType.f32().withShape(x.shape().remove(0));
    return run(new Model(example, layer, 7), x, true);
  }

  private static double[] run(Model model, NdArray x, boolean training) {
    Trace trace = model.trace(x.shape().size(0), training);
    Map<Node, NdArray> feeds = new HashMap<>(Map.of(trace.input(), x));
    trace.keys().forEach(key -> feeds.put(key, NdArray.scalar(99)));
    return Interpreter.evaluate(List.of(trace.output()), feeds).getFirst().data();
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
