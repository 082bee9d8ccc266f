package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Batching;
import dev.ranvier.data.DataSplit;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Standardize;
import dev.ranvier.data.TableDataset;
import dev.ranvier.data.source.Digits;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.LinearSchedule;
import dev.ranvier.optim.OneCycle;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Piecewise;
import dev.ranvier.optim.ReduceOnPlateau;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.ScheduleClock;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.optim.Where;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Evaluation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Dataset DIGITS = Digits.train(5, 700);

  private static Model classifier(long seed) {
    return new Model(
        TensorType.f32(28, 28, 1),
        new Sequential(new Flatten(), new Dense(32), new Relu(), new Dropout(0.1), new Dense(10)),
        seed);
  }

  private static Trainer trainer(long seed) {
    return new Trainer(
        classifier(seed), new SoftmaxCrossEntropy(), new Adam().withLearningRate(0.004));
  }

  @Test
  void learnsDigitsAndReportsEveryEpoch() {
    DataSplit split = DIGITS.split(100, 3);
    Trainer trainer = trainer(1);
    List<StepRecord> steps = new ArrayList<>();
    List<EpochRecord> epochs = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void stepped(StepRecord step) {
            steps.add(step);
          }

          @Override
          public void epochEnded(EpochRecord epoch) {
            epochs.add(epoch);
          }
        };
    Fit fit = new Fit(6).withBatch(32).withValidation(split.validation()).withListeners(listener);
    History history = trainer.fit(split.train(), fit);
    assertThat(history.epochs()).isEqualTo(epochs).hasSize(6);
    assertThat(steps).hasSize(6 * 19);
    assertThat(history.metric("loss").getLast()).isLessThan(0.8);
    assertThat(history.metric("accuracy").getLast()).isGreaterThan(0.75);
    assertThat(history.metric("validation_accuracy").getLast()).isGreaterThan(0.6);
    Evaluation evaluation = trainer.evaluate(split.validation());
    assertThat(evaluation.metric("loss"))
        .isCloseTo(
            history.metric("validation_loss").getLast(), org.assertj.core.data.Offset.offset(1e-6));
    assertThat(evaluation.confusion().orElseThrow().errors())
        .isEqualTo(Math.round(100 * (1 - evaluation.metric("accuracy"))));
  }

  @Test
  void theSameSeedGivesTheSameRunToTheLastBit() {
    assertThat(losses(4)).isEqualTo(losses(4)).isNotEqualTo(losses(5));
  }

  private static List<Double> losses(long seed) {
    return trainer(seed).fit(DIGITS, new Fit(2).withBatch(50)).metric("loss");
  }

  @Test
  void fitsACurve() {
    float[] x = new float[64];
    float[] y = new float[64];
    for (int i = 0; i < 64; i++) {
      x[i] = i / 32f - 1;
      y[i] = (float) Math.sin(3 * x[i]);
    }
    Dataset curve = TableDataset.regression(Shape.of(1), x, Shape.of(1), y);
    Model model =
        new Model(TensorType.f32(1), new Sequential(new Dense(24), new Tanh(), new Dense(1)), 2);
    Trainer trainer = new Trainer(model, new SquaredError(), new Adam().withLearningRate(0.01));
    History history = trainer.fit(curve, new Fit(300).withBatch(16));
    assertThat(history.last().metrics().get("loss")).isLessThan(0.01);
    Tensor predicted = trainer.predict(Tensor.of(Shape.of(2, 1), 0f, 0.5f));
    assertThat(predicted.getDouble(0)).isBetween(-0.2, 0.2);
    assertThat(predicted.getDouble(1)).isBetween(0.8, 1.2);
  }

  @Test
  void accumulatedBatchesEqualTheLargeBatch() {
    Model small = smooth();
    Model large = smooth();
    Optimizer adam = new Adam().withLearningRate(0.01);
    Fit fit = new Fit(3).withBatching(new Batching(100));
    new Trainer(large, new SoftmaxCrossEntropy(), adam).fit(DIGITS, fit);
    new Trainer(small, new SoftmaxCrossEntropy(), new GradientAccumulation(5, adam))
        .fit(DIGITS, fit.withBatching(new Batching(20)));
    for (int i = 0; i < large.parameters().size(); i++) {
      assertThat(small.parameters().get(i).value().toFloats())
          .containsExactly(large.parameters().get(i).value().toFloats(), within(2e-5f));
    }
  }

  private static Model smooth() {
    return new Model(
        TensorType.f32(28, 28, 1),
        new Sequential(new Flatten(), new Dense(16), new Tanh(), new Dense(10)),
        3);
  }

  @Test
  void evaluationUsesAveragedWeightsAndTrainingDoesNot() {
    Model model = classifier(1);
    Optimizer averaging = new ExponentialMovingAverage(0.9, new Adam().withLearningRate(0.004));
    Trainer trainer = new Trainer(model, new SoftmaxCrossEntropy(), averaging);
    List<Double> losses = trainer.fit(DIGITS, new Fit(2).withBatch(50)).metric("loss");
    assertThat(losses).as("training is not changed").isEqualTo(losses(1));
    float[] own = model.parameters().getFirst().value().toFloats();
    float[] averaged =
        trainer.withEvaluationWeights(() -> model.parameters().getFirst().value().toFloats());
    assertThat(averaged).isNotEqualTo(own);
    assertThat(model.parameters().getFirst().value().toFloats()).isEqualTo(own);
    Evaluation mean = trainer.evaluate(DIGITS);
    Evaluation last =
        new Predictor(model)
            .evaluate(DIGITS, new Batching(50), new SoftmaxCrossEntropy(), List.of());
    assertThat(mean.metric("loss")).isNotEqualTo(last.metric("loss"));
  }

  @Test
  void frozenLayersStay() {
    Model model = classifier(1);
    float[] first = model.parameters().getFirst().value().toFloats();
    float[] last = model.parameters().getLast().value().toFloats();
    Optimizer head = new Where(List.of("dense1/*"), new Frozen(), new Adam());
    new Trainer(model, new SoftmaxCrossEntropy(), head).fit(DIGITS, new Fit(1));
    assertThat(model.parameters().getFirst().value().toFloats()).isEqualTo(first);
    assertThat(model.parameters().getLast().value().toFloats()).isNotEqualTo(last);
  }

  @Test
  void aScheduleSeesWhatEarlierEpochsMeasured() {
    // Nothing improves at this rate, so every second epoch has a tenth of the rate before.
    Trainer trainer = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(1e-9));
    Schedule schedule = new ReduceOnPlateau().withMetric("loss").withPatience(0).withMinimum(1e-11);
    History history = trainer.fit(DIGITS, new Fit(4).withSchedule(schedule));
    assertThat(history.epochs().getFirst().learningRate()).isEqualTo(1e-9);
    assertThat(history.last().learningRate()).isLessThan(1e-9);
    assertThatThrownBy(() -> trainer.fit(DIGITS, new Fit(2).withSchedule(new ReduceOnPlateau())))
        .hasMessage(
            "schedule: metric 'validation_loss' is not measured, measured are loss, accuracy;"
                + " choose one of them, measure it, or set examples for validation aside");
    assertThatThrownBy(
            () ->
                trainer.fit(
                    DIGITS,
                    new Fit(2).withSchedule(new WarmUp(3, new ReduceOnPlateau().withMetric("f1")))))
        .hasMessageStartingWith("schedule: metric 'f1' is not measured, measured are loss,");
    assertThatThrownBy(
            () ->
                trainer.fit(DIGITS, new Fit(1).withSchedule(new WarmUp(1000, new ConstantRate()))))
        .hasMessage(
            "warm-up: 1000 steps are not less than the run's 22; warm up shorter or train longer");
  }

  @Test
  void aScheduleKnowsOfWhichMetricsGreaterIsBetter() {
    Set<String> seen = new HashSet<>();
    Schedule looking =
        (base, moment) -> {
          seen.addAll(moment.greaterIsBetter());
          return base;
        };
    Trainer trainer = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(1e-9));
    trainer.fit(DIGITS, new Fit(1).withSchedule(looking));
    assertThat(seen).containsExactlyInAnyOrder("accuracy", "validation_accuracy");
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    Trainer trainer = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(250));
    Schedule schedule =
        new Piecewise(List.of(0, 1), List.of(1.0, 1e38)).withPer(ScheduleClock.STEP);
    assertThatThrownBy(() -> trainer.fit(DIGITS, new Fit(1).withSchedule(schedule)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "piecewise: gives the learning rate 2.5E40 at step 2 of 22, needs one from 0 to 3.4e38;"
                + " change its settings or the optimizer's rate");
  }

  @Test
  void batchesGrowFromEpochToEpoch() {
    List<Listener.EpochPlan> plans = new ArrayList<>();
    List<StepRecord> steps = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void epochStarted(EpochPlan epoch) {
            plans.add(epoch);
          }

          @Override
          public void stepped(StepRecord step) {
            steps.add(step);
          }
        };
    Schedule growing = new GrowingBatch(1, 1000).withFactor(4).withSchedule(new LinearSchedule());
    Fit fit = new Fit(4).withBatch(50).withSchedule(growing).withListeners(listener);
    History history = trainer(1).fit(DIGITS, fit);
    assertThat(plans)
        .containsExactly(
            new Listener.EpochPlan(1, 14, 50),
            new Listener.EpochPlan(2, 4, 200),
            new Listener.EpochPlan(3, 1, 700),
            new Listener.EpochPlan(4, 1, 700));
    assertThat(history.epochs()).allSatisfy(epoch -> assertThat(epoch.examples()).isEqualTo(700));
    assertThat(history.last().step()).isEqualTo(20);
    assertThat(steps.stream().filter(step -> step.stepInEpoch() == 1).map(StepRecord::learningRate))
        .as("epochs count as ever")
        .containsExactly(0.004, 0.003, 0.002, 0.001);
  }

  @Test
  void oneCycleMovesTheMomentumToo() {
    Trainer cycled = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(0.1, 0.9));
    Schedule ratesOnly = (base, moment) -> new OneCycle().rate(base, moment);
    Trainer plain = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(0.1, 0.9));
    List<Double> both = cycled.fit(DIGITS, new Fit(2).withSchedule(new OneCycle())).metric("loss");
    List<Double> rates = plain.fit(DIGITS, new Fit(2).withSchedule(ratesOnly)).metric("loss");
    assertThat(both).isNotEqualTo(rates);
  }

  @Test
  void aLossThatIsNoNumberStopsWithItsStepAndRate() {
    Trainer trainer = new Trainer(classifier(1), new SoftmaxCrossEntropy(), new Sgd(1e30));
    assertThatThrownBy(() -> trainer.fit(DIGITS, new Fit(1)))
        .isInstanceOf(DivergenceException.class)
        .hasMessageMatching(
            "training: the loss became (NaN|Infinity) in epoch 1, step [0-9]+, with learning rate"
                + " 1\\.0E30; try a learning rate ten times lower, and look for values in the data"
                + " that are not finite");
  }

  @Test
  void dataThatDoesNotFitIsRefusedBeforeAnythingRuns() {
    Dataset table = TableDataset.regression(Shape.of(3), new float[6], Shape.of(1), new float[2]);
    assertThatThrownBy(() -> trainer(1).fit(table, new Fit(1)))
        .hasMessage(
            "train: the model takes inputs of f32[28,28,1], the examples are f32[3];"
                + " build the model for them or put a flatten layer first");
    Model small =
        new Model(TensorType.f32(28, 28, 1), new Sequential(new Flatten(), new Dense(3)), 1);
    assertThatThrownBy(
            () -> new Trainer(small, new SoftmaxCrossEntropy(), new Adam()).fit(DIGITS, new Fit(1)))
        .hasMessage(
            "train: the examples have 10 classes, the model has 3 outputs;"
                + " give its last layer one unit a class");
    assertThatThrownBy(
            () -> new Trainer(small, new SquaredError(), new Adam()).fit(DIGITS, new Fit(1)))
        .hasMessageStartingWith("squared-error: needs targets of f32[1,3] for outputs of f32[1,3]")
        .hasMessageEndingWith("choose another loss or another last layer");
    assertThatThrownBy(() -> new Fit(-1)).hasMessage("fit: epochs must be at least 1, got -1");
  }

  @Test
  void predictionsNeedInputsOfTheModelsType() {
    assertThatThrownBy(() -> trainer(1).predict(Tensor.zeros(TensorType.f32(28, 28, 1))))
        .hasMessage(
            "predict: the model takes batches of f32[28,28,1], got f32[28,28,1];"
                + " the first axis is the batch");
  }

  @Test
  void predictionsAreOfRawInputsAsEvaluationIs() {
    Dataset data = Tables.classes(90);
    Standardize far = new Standardize(List.of(5.0, -3.0), List.of(2.0, 0.5));
    Model model = new Model(TensorType.f32(2), new Sequential(new Dense(3)), 2);
    Trainer trainer = new Trainer(model, new SoftmaxCrossEntropy(), new Adam());
    trainer.fit(
        data, new Fit(20).withBatching(new Batching(10).withShuffle(1).withNormalizer(far)));
    Tensor inputs = Tensor.zeros(TensorType.f32(90, 2));
    float[] row = new float[2];
    for (int i = 0; i < 90; i++) {
      data.copyInput(i, row, 0);
      inputs.setDouble(2L * i, row[0]);
      inputs.setDouble(2L * i + 1, row[1]);
    }
    Tensor predicted = trainer.predict(inputs);
    int right = 0;
    for (int i = 0; i < 90; i++) {
      int best = 0;
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += predicted.getDouble(3L * i + k);
        best = predicted.getDouble(3L * i + k) > predicted.getDouble(3L * i + best) ? k : best;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      right += best == data.label(i) ? 1 : 0;
    }
    assertThat(right / 90.0).isEqualTo(trainer.evaluate(data).metric("accuracy"));
    TrainedModel trained = trainer.trained();
    assertThat(trained.classNames()).isEqualTo(data.classNames());
    assertThat(trained.predict(inputs).memory().mismatch(predicted.memory())).isEqualTo(-1);
    trainer.fit(data, new Fit(1).withBatching(new Batching(10).withNormalizer(far)));
    assertThat(trained.predict(inputs).memory().mismatch(predicted.memory())).isEqualTo(-1);
    assertThat(trainer.predict(inputs).memory().mismatch(predicted.memory())).isNotEqualTo(-1);
  }
}
