package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableDataset;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Reduction;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.AbsoluteError;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.nn.loss.CosineDistance;
import dev.ranvier.nn.loss.Hinge;
import dev.ranvier.nn.loss.Huber;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.regularizer.L2;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples that count differently, in training and evaluation. */
final class ExampleWeightsTest {
  /** The first twice, the second not at all: as many as without weights. */
  private static final float[] WEIGHTS = {2, 0, 1, 1};

  private static final int[] REPEATED = {0, 0, 2, 3};

  static Stream<Loss> lossesOfClasses() {
    return Stream.of(
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy().withClassWeights(List.of(0.5, 2.0, 3.0)),
        new SoftmaxCrossEntropy().withIgnoredIndex(2).withLabelSmoothing(0.1));
  }

  static Stream<Loss> lossesOfNumbers() {
    return Stream.of(
        new SquaredError(),
        new SquaredError(Reduction.HALF_SUM),
        new AbsoluteError(),
        new Huber(),
        new BinaryCrossEntropy(),
        new Hinge(),
        new CosineDistance());
  }

  /** Targets of -1 and 1 for the hinge, which knows no others. */
  private static Dataset numbers(Loss loss) {
    float[] inputs = {1, 2, -1, 0.5f, -2, 3, 0.3f, -0.7f};
    float[] targets =
        loss instanceof Hinge
            ? new float[] {1, -1, -1, 1, 1, 1, -1, 1}
            : new float[] {1, 0, 0, 1, 1, 1, 0, 0.5f};
    return TableDataset.regression(Shape.of(2), inputs, Shape.of(2), targets);
  }

  private static Model model(int outputs) {
    Layer hidden = new Dense(5).regularized(new L2(0.01));
    return new Model(TensorType.f32(2), new Sequential(hidden, new Tanh(), new Dense(outputs)), 3);
  }

  private static Trainer trainer(Loss loss, Optimizer optimizer, int outputs) {
    return new Trainer(model(outputs), loss, optimizer);
  }

  @ParameterizedTest
  @MethodSource("lossesOfClasses")
  void aWeightIsANumberOfExamplesInLossesOfClasses(Loss loss) {
    aWeightIsANumberOfExamples(loss, Tables.classes(4), 3);
  }

  @ParameterizedTest
  @MethodSource("lossesOfNumbers")
  void aWeightIsANumberOfExamplesInLossesOfNumbers(Loss loss) {
    aWeightIsANumberOfExamples(loss, numbers(loss), 2);
  }

  /** Penalties for weights are not multiplied: the number of examples is the same. */
  private static void aWeightIsANumberOfExamples(Loss loss, Dataset data, int outputs) {
    Fit fit = new Fit(3).withBatching(new Batching(4));
    Trainer weighted = trainer(loss, new Sgd(0.1), outputs);
    Trainer repeated = trainer(loss, new Sgd(0.1), outputs);
    Dataset withWeights = data.withWeights(WEIGHTS);
    List<Double> losses = weighted.fit(withWeights, fit).metric("loss");
    List<Double> expected = repeated.fit(data.subset(REPEATED), fit).metric("loss");
    for (int i = 0; i < losses.size(); i++) {
      assertThat(losses.get(i)).isCloseTo(expected.get(i), within(1e-6));
    }
    assertSameValues(weighted, repeated);
    assertThat(weighted.evaluate(withWeights).metric("loss"))
        .isCloseTo(repeated.evaluate(data.subset(REPEATED)).metric("loss"), within(1e-6))
        .isNotCloseTo(weighted.evaluate(data).metric("loss"), within(1e-3));
  }

  private static void assertSameValues(Trainer one, Trainer other) {
    List<float[]> values = values(one);
    List<float[]> others = values(other);
    for (int i = 0; i < values.size(); i++) {
      assertThat(values.get(i)).containsExactly(others.get(i), within(1e-5f));
    }
  }

  private static List<float[]> values(Trainer trainer) {
    List<float[]> values = new ArrayList<>();
    trainer.checkpoint().tensors("model/").forEach((name, tensor) -> values.add(tensor.toFloats()));
    return values;
  }

  @Test
  void weightsOfOneChangeNothing() {
    float[] ones = new float[90];
    Arrays.fill(ones, 1);
    Dataset data = Tables.classes(90);
    Fit fit = new Fit(2).withBatch(20);
    Trainer weighted = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    Trainer plain = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    weighted.fit(data.withWeights(ones), fit);
    plain.fit(data, fit);
    assertSameValues(weighted, plain);
  }

  @Test
  void metricsCountEveryExampleOnce() {
    Dataset data = Tables.classes(4);
    Trainer trainer = trainer(new SoftmaxCrossEntropy(), new Sgd(0.1), 3);
    assertThat(trainer.evaluate(data.withWeights(WEIGHTS)).metric("accuracy"))
        .isEqualTo(trainer.evaluate(data).metric("accuracy"));
  }

  @Test
  void accumulatedStepsEqualALargeBatch() {
    Dataset data = Tables.classes(12).withWeights(0, 3, 1, 0, 0, 5, 1, 1, 2, 0.5f, 0.25f, 0);
    Trainer large = trainer(new SoftmaxCrossEntropy(), new Sgd(0.1), 3);
    Trainer small =
        trainer(new SoftmaxCrossEntropy(), new GradientAccumulation(3, new Sgd(0.1)), 3);
    large.fit(data, new Fit(4).withBatching(new Batching(12)));
    small.fit(data, new Fit(4).withBatching(new Batching(4)));
    assertSameValues(large, small);
  }

  @Test
  void growingBatchesAndCheckpointsKeepTheWeights() {
    Dataset data = weightedTable(0);
    Fit fit = new Fit(4).withBatch(10).withValidation(data).withSchedule(new GrowingBatch(1, 40));
    Trainer whole = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    History history = whole.fit(data, fit);

    Trainer first = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    List<Checkpoint> taken = new ArrayList<>();
    first.fit(data, fit.withListeners(atStep(first, 11, taken)));
    Trainer second = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    second.restore(taken.getFirst());
    History resumed = second.fit(data, fit);
    assertThat(resumed.metric("loss")).isEqualTo(history.metric("loss"));
    assertThat(resumed.metric("validation_loss")).isEqualTo(history.metric("validation_loss"));
    for (int i = 0; i < values(whole).size(); i++) {
      assertThat(values(second).get(i)).isEqualTo(values(whole).get(i));
    }
  }

  @Test
  void otherWeightsAreOtherData() {
    Trainer first = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    List<Checkpoint> taken = new ArrayList<>();
    first.fit(weightedTable(0), new Fit(1).withListeners(atStep(first, 1, taken)));
    Trainer second = trainer(new SoftmaxCrossEntropy(), new Adam(), 3);
    second.restore(taken.getFirst());
    assertThatThrownBy(() -> second.fit(weightedTable(1), new Fit(1)))
        .hasMessageContaining("checkpoint: is of another training: data was")
        .hasMessageContaining("eights and checksum");
  }

  private static Dataset weightedTable(int shift) {
    float[] weights = new float[90];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i + shift) % 4;
    }
    return Tables.classes(90).withWeights(weights);
  }

  /** Takes a copy at a step: a checkpoint holds the trainer's own tensors. */
  private static Listener atStep(Trainer trainer, long step, List<Checkpoint> taken) {
    return new Listener() {
      @Override
      public void stepped(StepRecord record) {
        if (record.step() == step) {
          Checkpoint now = trainer.checkpoint();
          java.util.Map<String, dev.ranvier.tensor.Tensor> copies = new java.util.LinkedHashMap<>();
          now.tensors().forEach((name, tensor) -> copies.put(name, tensor.copy()));
          taken.add(new Checkpoint(now.step(), now.texts(), copies));
        }
      }
    };
  }

  @Test
  void aStepSaysWhetherItTakesWeights() {
    Dataset data = Tables.classes(4);
    TrainingStep plain =
        new TrainingStep(
            Engines.standard(), model(3), new SoftmaxCrossEntropy(), new Sgd(0.1), 4, 1);
    TrainingStep weighted =
        new TrainingStep(
            Engines.standard(),
            model(3),
            new SoftmaxCrossEntropy(),
            new Sgd(0.1),
            new BatchForm(4).withWeighted(true),
            1);
    try (Batches without = Batches.direct(data, new Batching(4));
        Batches with = Batches.direct(data.withWeights(WEIGHTS), new Batching(4))) {
      Batch unweightedBatch = without.next();
      Batch weightedBatch = with.next();
      assertThatThrownBy(() -> plain.run(weightedBatch, 0.1, 1))
          .hasMessage(
              "training step: is compiled for batches without weights, got one with weights;"
                  + " compile another step for it");
      assertThatThrownBy(() -> weighted.run(unweightedBatch, 0.1, 1))
          .hasMessage(
              "training step: is compiled for batches with weights, got one without weights;"
                  + " compile another step for it");
      assertThat(weighted.run(weightedBatch, 0.1, 1)).isPositive();
    }
  }

  @Test
  void weightsNeedNotBeAskedFor() {
    Dataset data = Tables.classes(8);
    Trainer trainer = trainer(new SoftmaxCrossEntropy(), new Sgd(0.1), 3);
    trainer.fit(data.withWeights(1, 1, 1, 1, 0, 0, 0, 0), new Fit(1).withBatch(4));
    trainer.fit(data, new Fit(1).withBatch(4));
    assertThat(trainer.plan(4).describe()).doesNotContain("weights:");
    assertThat(trainer.plan(new BatchForm(4, true)))
        .isNotSameAs(trainer.plan(new BatchForm(4, false)));
  }
}
