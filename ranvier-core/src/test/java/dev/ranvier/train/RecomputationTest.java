package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training steps that compute activations twice: the same numbers in less memory. */
class RecomputationTest {
  private static final int BATCH = 8;

  private static Model mixed() {
    List<Layer> layers = new ArrayList<>();
    for (int block = 0; block < 3; block++) {
      layers.add(new Conv2d(8, 3).withPadding(PaddingRule.SAME));
      layers.add(new BatchNorm());
      layers.add(new Relu());
      layers.add(new Dropout(0.2));
    }
    layers.addAll(List.of(new MaxPool2d(2), new Flatten(), new Dense(16), new Tanh()));
    layers.addAll(List.of(new Dropout(0.5), new Dense(4)));
    return new Model(TensorType.f32(12, 12, 1), new Sequential(layers), 3);
  }

  /** So many convolutions of one size, each followed by an activation. */
  private static Model chain(int depth) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(new Conv2d(8, 3).withPadding(PaddingRule.SAME));
      layers.add(new Relu());
    }
    layers.addAll(List.of(new Flatten(), new Dense(4)));
    return new Model(TensorType.f32(12, 12, 1), new Sequential(layers), 3);
  }

  /** So many residual blocks with batch norms, of one size. */
  private static Model residual(int blocks) {
    List<Layer> layers = new ArrayList<>(List.of(new Conv2d(8, 3).withPadding(PaddingRule.SAME)));
    for (int i = 0; i < blocks; i++) {
      Conv2d convolution = new Conv2d(8, 3).withPadding(PaddingRule.SAME).withBias(false);
      List<Layer> body =
          List.of(convolution, new BatchNorm(), new Relu(), convolution, new BatchNorm());
      layers.addAll(List.of(new Residual(new Sequential(body)), new Relu()));
    }
    layers.addAll(List.of(new Flatten(), new Dense(4)));
    return new Model(TensorType.f32(12, 12, 1), new Sequential(layers), 3);
  }

  private static TrainingStep step(Model model, boolean recomputes) {
    return step(Engines.standard(), model, recomputes);
  }

  private static TrainingStep step(Engine standard, Model model, boolean recomputes) {
    Engine engine = standard.withRecomputation(recomputes);
    return new TrainingStep(engine, model, new SoftmaxCrossEntropy(), new Adam(), BATCH, 5);
  }

  private static Batch batch(int seed) {
    CounterRandom random = new CounterRandom(seed);
    Tensor inputs = Tensor.zeros(TensorType.f32(BATCH, 12, 12, 1));
    Tensor targets = Tensor.zeros(TensorType.i32(BATCH));
    for (int i = 0; i < inputs.shape().elements(); i++) {
      inputs.setDouble(i, random.uniform(i));
    }
    for (int i = 0; i < BATCH; i++) {
      targets.setDouble(i, random.fork(1).below(4, i));
    }
    return new Batch(inputs, targets, BATCH);
  }

  private static List<Double> losses(TrainingStep step) {
    List<Double> losses = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      losses.add(step.run(batch(i), 0.01, i));
    }
    return losses;
  }

  private static void assertSameTraining(Engine engine, Model once, Model again) {
    TrainingStep kept = step(engine, once, false);
    TrainingStep recomputed = step(engine, again, true);
    assertThat(recomputed.plan().slabBytes()).isLessThan(kept.plan().slabBytes());
    assertThat(losses(recomputed)).isEqualTo(losses(kept));
    for (int i = 0; i < once.variables().size(); i++) {
      assertThat(again.variables().get(i).value().toNdArray())
          .as(once.variables().get(i).name())
          .isEqualTo(once.variables().get(i).value().toNdArray());
    }
  }

  /** Parameters and running statistics, with random numbers drawn twice. */
  @Test
  void lossesAndVariablesAreTheSameToTheLastBit() {
    assertSameTraining(Engines.standard(), mixed(), mixed());
  }

  /** bf16, where the processor has it. */
  @Test
  void theyAreTheSameInMixedPrecision() {
    Engine engine = Engines.standard().withPrecision(Precision.AUTO);
    assertSameTraining(engine, mixed(), mixed());
  }

  @Test
  void convolutionsComputedAgainAreTheSameToTheLastBit() {
    assertSameTraining(Engines.standard(), chain(12), chain(12));
  }

  @Test
  void aDeepChainTakesLessThanHalfTheMemory() {
    long kept = step(chain(36), false).plan().slabBytes();
    TrainingStep recomputed = step(chain(36), true);
    assertThat(recomputed.plan().slabBytes()).isLessThan(kept * 2 / 5);
    assertThat(convolutions(recomputed)).as("no convolution runs three times").isBetween(37L, 72L);
  }

  /** A convolution runs again only where that saves another quarter, and never a third time. */
  @Test
  void aResidualNetworkNeedsNoConvolutionThreeTimes() {
    TrainingStep kept = step(residual(8), false);
    TrainingStep recomputed = step(residual(8), true);
    assertThat(recomputed.plan().slabBytes()).isLessThan(kept.plan().slabBytes() * 3 / 4);
    assertThat(convolutions(recomputed)).isBetween(convolutions(kept), 2 * convolutions(kept));
  }

  /** Forward, whether or not a backend takes the bias and the activation with them. */
  private static long convolutions(TrainingStep step) {
    return step.plan()
        .describe()
        .lines()
        .filter(line -> line.matches(" *\\d+ +convolution2d(-bias\\S*)? .*"))
        .count();
  }
}
