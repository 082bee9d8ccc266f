package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Standardize;
import dev.ranvier.data.TableDataset;
import dev.ranvier.data.augment.Flip;
import dev.ranvier.exec.Engines;
import dev.ranvier.minimize.Bfgs;
import dev.ranvier.minimize.ConjugateGradient;
import dev.ranvier.minimize.Lbfgs;
import dev.ranvier.minimize.LevenbergMarquardt;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.minimize.Newton;
import dev.ranvier.nn.Constrained;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Reduction;
import dev.ranvier.nn.Regularized;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.constraint.NonNegative;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.regularizer.L2;
import dev.ranvier.optim.Cosine;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.MeanAbsoluteError;
import dev.ranvier.train.metric.R2;
import dev.ranvier.train.stopping.AtMost;
import dev.ranvier.train.stopping.Patience;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training on all examples at once, by methods that look at curvature. */
class FullBatchTrainerTest {
  private static final Dataset CLASSES = Tables.classes(90);
  private static final Dataset NUMBERS = numbers(60);

  static List<Minimizer> all() {
    return List.of(
        new Lbfgs(), new Bfgs(), new ConjugateGradient(), new Newton(), new LevenbergMarquardt());
  }

  /** y = sin(2a)·cos(b), at scales that ask for normalization. */
  private static Dataset numbers(int size) {
    CounterRandom random = new CounterRandom(11);
    float[] inputs = new float[2 * size];
    float[] targets = new float[size];
    for (int i = 0; i < size; i++) {
      float a = 2 * random.uniform(2 * i) - 1;
      float b = 2 * random.uniform(2 * i + 1) - 1;
      inputs[2 * i] = 100 + 20 * a;
      inputs[2 * i + 1] = b / 50;
      targets[i] = (float) (Math.sin(2 * a) * Math.cos(b));
    }
    return TableDataset.regression(Shape.of(2), inputs, Shape.of(1), targets);
  }

  private static Model model(Layer... layers) {
    return new Model(TensorType.f32(2), new Sequential(layers), 1);
  }

  private static Model classifier() {
    return model(new Dense(8), new Tanh(), new Dense(3));
  }

  private static Model regression() {
    return model(new Dense(20), new Tanh(), new Dense(1));
  }

  private static Fit fit(int epochs, Dataset data) {
    return new Fit(epochs)
        .withBatching(new Batching(16).withNormalizer(Standardize.fit(data)))
        .withValidation(data);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyMethodFitsARegression(Minimizer minimizer) {
    Model model = regression();
    FullBatchTrainer trainer = new FullBatchTrainer(model, new SquaredError(), minimizer);
    History history =
        trainer.fit(NUMBERS, fit(60, NUMBERS).withMetrics(new R2(), new MeanAbsoluteError()));
    List<Double> losses = history.metric("loss");
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i)).isLessThanOrEqualTo(losses.get(i - 1));
    }
    assertThat(losses.getLast()).as(minimizer.name()).isLessThan(5e-3);
    assertThat(history.last().metrics().get("r2")).isGreaterThan(0.98);
    // The same examples and weights, summed up in batches of 16.
    assertThat(history.last().metrics().get("validation_loss"))
        .isCloseTo(losses.getLast(), within(1e-6));
    assertThat(history.last().step()).isEqualTo(history.epochs().size());
    Batching whole = fit(1, NUMBERS).batching();
    assertThat(
            new Predictor(model)
                .evaluate(NUMBERS, whole, new SquaredError(), List.of())
                .metrics()
                .get("loss"))
        .isCloseTo(losses.getLast(), within(1e-6));
  }

  @Test
  void levenbergAndMarquardtNeedAFewIterations() {
    History history =
        new FullBatchTrainer(regression(), new SquaredError(), new LevenbergMarquardt())
            .fit(NUMBERS, fit(60, NUMBERS).withStopping(new AtMost("loss", 1e-7)));
    assertThat(history.last().metrics().get("loss")).isLessThan(1e-7);
    assertThat(history.stop().orElseThrow().criterion()).isEqualTo(new AtMost("loss", 1e-7));
  }

  @Test
  void aClassifierIsTrainedAndMeasuredLikeAnyOther() {
    Model model = classifier();
    List<String> seen = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void started(Progress progress) {
            seen.add("started " + progress.epochs() + " " + progress.stepsPerEpoch());
          }

          @Override
          public void epochStarted(EpochPlan epoch) {
            seen.add("epoch " + epoch.epoch() + " of " + epoch.batch());
          }

          @Override
          public void stepped(StepRecord step) {
            seen.add("step " + step.step());
          }

          @Override
          public void epochEnded(EpochRecord epoch) {
            seen.add("end " + epoch.epoch());
          }
        };
    History history =
        new FullBatchTrainer(model, new SoftmaxCrossEntropy(), new Lbfgs())
            .fit(CLASSES, fit(2, CLASSES).withListeners(listener));
    assertThat(seen)
        .containsExactly(
            "started 2 1", "epoch 1 of 90", "step 1", "end 1", "epoch 2 of 90", "step 2", "end 2");
    assertThat(history.stop()).isEmpty();
    assertThat(history.last().metrics())
        .containsOnlyKeys("loss", "accuracy", "validation_loss", "validation_accuracy");
    assertThat(history.last().generalizationGap().orElseThrow()).isCloseTo(0, within(1e-6));
  }

  @Test
  void theLastWeightsStayWithoutCriteriaAndTheBestWithThem() {
    // Validation on other points, so that the best epoch is not the last.
    Dataset other = numbers(7);
    Model model = regression();
    Fit fit = fit(40, NUMBERS).withValidation(other).withStopping(new Patience(3));
    History history =
        new FullBatchTrainer(model, new SquaredError(), new Lbfgs()).fit(NUMBERS, fit);
    double kept =
        new Predictor(model)
            .evaluate(other, fit.batching(), new SquaredError(), List.of())
            .metrics()
            .get("loss");
    assertThat(kept).isCloseTo(history.best().metrics().get("validation_loss"), within(1e-6));
  }

  @Test
  void whereNothingIsLeftToGainTrainingStopsAndSaysSo() {
    // A straight line through points of a straight line.
    float[] inputs = {-2, -1, 0, 1, 2, 3};
    float[] targets = {-3, -1, 1, 3, 5, 7};
    Dataset line = TableDataset.regression(Shape.of(1), inputs, Shape.of(1), targets);
    Model model = new Model(TensorType.f32(1), new Sequential(new Dense(1)), 1);
    History history =
        new FullBatchTrainer(model, new SquaredError(), new Newton())
            .fit(line, new Fit(50).withBatch(6));
    assertThat(history.epochs()).hasSizeLessThan(10);
    Stop stop = history.stop().orElseThrow();
    assertThat(stop.criterion().name()).isEqualTo("newton");
    assertThat(stop.reason())
        .matches(
            "(the loss is flat here|no step makes the loss smaller in this precision): the greatest"
                + " element of the gradient is .*");
    assertThat(model.parameters().getFirst().value().getDouble(0)).isCloseTo(2, within(1e-4));
    History again =
        new FullBatchTrainer(model, new SquaredError(), new Newton())
            .fit(line, new Fit(50).withBatch(6));
    assertThat(again.epochs()).hasSizeBetween(1, 3);
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void everyReductionOfSquaresIsAMeanOfSquaredResiduals(Reduction reduction) {
    Loss loss = new SquaredError(reduction);
    Model model = regression();
    Weights before = Weights.of(model);
    History squares = new FullBatchTrainer(model, loss, new Lbfgs()).fit(NUMBERS, fit(1, NUMBERS));
    double measured =
        new Predictor(model)
            .evaluate(NUMBERS, fit(1, NUMBERS).batching().withSize(60), loss, List.of())
            .metrics()
            .get("loss");
    assertThat(squares.last().metrics().get("loss")).isCloseTo(measured, within(1e-4 * measured));
    before.copyTo(model);
  }

  @Test
  void penaltiesCount() {
    Model model = model(new Regularized(new Dense(8), new L2(0.1)), new Tanh(), new Dense(3));
    History history =
        new FullBatchTrainer(model, new SoftmaxCrossEntropy(), new Lbfgs())
            .fit(CLASSES, fit(20, CLASSES));
    assertThat(history.last().metrics().get("loss"))
        .isGreaterThan(history.last().metrics().get("validation_loss") + 0.01);
  }

  @Test
  void aNetworkTooLargeIsRefusedWithTheMemoryItNeeds() {
    Model model = model(new Dense(200_000), new Tanh(), new Dense(3));
    for (Minimizer dense : List.of(new Newton(), new Bfgs())) {
      assertThatThrownBy(
              () ->
                  new FullBatchTrainer(model, new SoftmaxCrossEntropy(), dense)
                      .fit(CLASSES.range(0, 3), fit(1, CLASSES)))
          .hasMessageMatching(
              "(newton|bfgs): the dense matrix of 1,200,003 parameters needs 11,520\\.1 GB, allowed"
                  + " is a quarter of the heap, [0-9.]+ GB; use lbfgs or conjugate-gradient");
    }
  }

  private static void refused(Minimizer minimizer, Model model, Fit fit, String message) {
    assertThatThrownBy(
            () ->
                new FullBatchTrainer(model, new SoftmaxCrossEntropy(), minimizer).fit(CLASSES, fit))
        .hasMessage(message);
  }

  @Test
  void whatWouldNotBeTheSameAtEveryLookIsRefused() {
    Fit fit = fit(1, CLASSES);
    refused(
        new Lbfgs(),
        model(new Dense(8), new Dropout(0.5), new Dense(3)),
        fit,
        "lbfgs: needs a loss that is the same at every look, got random numbers for 'dropout1';"
            + " leave out dropout and noise, or train with an optimizer");
    refused(
        new Bfgs(),
        model(new Dense(8), new BatchNorm(), new Dense(3)),
        fit,
        "bfgs: needs a loss that depends on parameters alone, got running statistics of"
            + " 'batch-norm1'; use a norm without them, such as layer-norm, or train with an"
            + " optimizer");
    refused(
        new Newton(),
        model(new Constrained(new Dense(3), new NonNegative())),
        fit,
        "newton: moves parameters freely, got a constraint on 'dense1/weights'; leave it out, or"
            + " give the layer a regularizer, or train with an optimizer");
    refused(
        new Lbfgs(),
        classifier(),
        fit.withSchedule(new Cosine()),
        "lbfgs: finds how far to go by itself, got the schedule "
            + new Cosine()
            + "; leave it out, or train with an optimizer");
    refused(
        new Lbfgs(),
        classifier(),
        fit.withBatching(new Batching(8).withAugmentations(new Flip())),
        "lbfgs: looks at the same examples again and again, got augmentations "
            + Arrays.asList(new Flip())
            + "; leave them out, or train with an optimizer");
    refused(
        new LevenbergMarquardt(),
        classifier(),
        fit,
        "levenberg-marquardt: needs a mean of squares, such as the loss squared-error without"
            + " penalties; use lbfgs for other functions");
  }

  /** A weight of 2 is the example twice; one of 0 is none. */
  @ParameterizedTest
  @MethodSource("all")
  void examplesCountByTheirWeights(Minimizer minimizer) {
    float[] weights = new float[NUMBERS.size()];
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 3;
      for (int copy = 0; copy < i % 3; copy++) {
        places.add(i);
      }
    }
    assertThat(places).hasSameSizeAs(weights); // so that the means are over as many
    Dataset repeated = NUMBERS.subset(places.stream().mapToInt(i -> i).toArray());
    double weighted = lossAfterThree(minimizer, NUMBERS.withWeights(weights));
    assertThat(weighted).isCloseTo(lossAfterThree(minimizer, repeated), within(1e-4));
    assertThat(weighted).isNotCloseTo(lossAfterThree(minimizer, NUMBERS), within(1e-3));
  }

  private static double lossAfterThree(Minimizer minimizer, Dataset data) {
    Model model =
        new Model(data.inputType(), new Sequential(new Dense(4), new Tanh(), new Dense(1)), 3);
    Fit fit = new Fit(3).withBatching(new Batching(8).withNormalizer(Standardize.fit(NUMBERS)));
    return new FullBatchTrainer(model, new SquaredError(), minimizer)
        .fit(data, fit)
        .last()
        .metrics()
        .get("loss");
  }

  @Test
  void aFirstLossThatIsNoNumberIsToldOf() {
    Model model = classifier();
    model.parameters().getFirst().value().setDouble(0, Double.NaN);
    assertThatThrownBy(
            () ->
                new FullBatchTrainer(
                        model, new SoftmaxCrossEntropy(), new Lbfgs(), Engines.standard())
                    .fit(CLASSES, fit(5, CLASSES)))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("the loss became NaN in epoch 1, step 1");
  }
}
