package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.checkpoint.CheckpointFolder;
import dev.ranvier.data.Dataset;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.stopping.AtLeast;
import dev.ranvier.train.stopping.GeneralizationLoss;
import dev.ranvier.train.stopping.Patience;
import dev.ranvier.train.stopping.StepBudget;
import dev.ranvier.train.stopping.TimeBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How criteria end runs of the trainer, and what is left then. */
class EarlyStoppingTest {
  private static final Dataset DATA = Tables.classes(90);

  private final Model model =
      new Model(TensorType.f32(2), new Sequential(new Dense(8), new Tanh(), new Dense(3)), 1);

  private final Weights initial = Weights.of(model);

  private Trainer trainer(Optimizer optimizer) {
    return new Trainer(model, new SoftmaxCrossEntropy(), optimizer);
  }

  private static Fit fit(int epochs) {
    return new Fit(epochs).withBatch(30).withValidation(DATA);
  }

  /** Fires after a given epoch. */
  private record After(int epoch) implements StoppingCriterion {
    @Override
    public Optional<String> afterEpoch(History history) {
      return history.last().epoch() == epoch ? Optional.of("enough") : Optional.empty();
    }
  }

  @Test
  void theFirstCriterionThatFiresEndsTheRunAndIsNamed() {
    History history =
        trainer(new Adam()).fit(DATA, fit(50).withStopping(new After(4), new After(2)));
    assertThat(history.epochs()).hasSize(2);
    assertThat(history.stop()).hasValue(new Stop(new After(2), "enough"));
    assertThat(trainer(new Adam()).fit(DATA, fit(2)).stop()).isEmpty();
  }

  @Test
  void aBudgetEndsWithinAnEpochWhichIsStillValidated() {
    History history = trainer(new Adam()).fit(DATA, fit(9).withStopping(new StepBudget(5)));
    assertThat(history.epochs()).hasSize(2);
    assertThat(history.last().step()).isEqualTo(5);
    assertThat(history.last().examples()).isEqualTo(60);
    assertThat(history.last().metrics()).containsKey("validation_loss");
    assertThat(history.stop().orElseThrow().criterion()).isEqualTo(new StepBudget(5));
    History timed = trainer(new Adam()).fit(DATA, fit(9).withStopping(new TimeBudget(1e-9)));
    assertThat(timed.last().step()).isEqualTo(1);
  }

  @Test
  void aTargetEndsTheRun() {
    Optimizer adam = new Adam().withLearningRate(0.05);
    History history =
        trainer(adam).fit(DATA, fit(200).withStopping(new AtLeast("validation_accuracy", 0.7)));
    assertThat(history.epochs()).hasSizeLessThan(200);
    assertThat(history.last().metrics().get("validation_accuracy")).isGreaterThanOrEqualTo(0.7);
  }

  @Test
  void theModelEndsWithTheWeightsOfItsBestEpoch() {
    // At this rate the loss jumps up and down.
    Trainer trainer = trainer(new Sgd(20));
    List<float[]> weights = new ArrayList<>();
    Listener keeper =
        new Listener() {
          @Override
          public void epochEnded(EpochRecord epoch) {
            weights.add(model.parameters().getFirst().value().toFloats());
          }
        };
    History history =
        trainer.fit(DATA, fit(30).withListeners(keeper).withStopping(new Patience(4)));
    assertThat(history.best()).isNotEqualTo(history.last());
    int best = history.best().epoch();
    assertThat(model.parameters().getFirst().value().toFloats()).isEqualTo(weights.get(best - 1));
    assertThat(trainer.evaluate(DATA).metrics())
        .isEqualTo(
            Map.of(
                "loss", history.best().metrics().get("validation_loss"),
                "accuracy", history.best().metrics().get("validation_accuracy")));
  }

  @Test
  void averagedWeightsAreWhatIsRestored() {
    Trainer trainer = trainer(new ExponentialMovingAverage(0.9, new Sgd(20)));
    History history = trainer.fit(DATA, fit(30).withStopping(new Patience(4)));
    assertThat(history.best()).isNotEqualTo(history.last());
    double best = history.best().metrics().get("validation_loss");
    assertThat(trainer.evaluate(DATA).metric("loss")).isEqualTo(best);
    assertThat(
            new Predictor(model)
                .evaluate(DATA, fit(1).batching(), new SoftmaxCrossEntropy(), List.of())
                .metric("loss"))
        .isEqualTo(best);
  }

  @Test
  void whatIsNotMeasuredCannotBeWatched() {
    assertThatThrownBy(
            () -> trainer(new Adam()).fit(DATA, new Fit(2).withStopping(new GeneralizationLoss(5))))
        .hasMessage(
            "generalization-loss: metric 'validation_loss' is not measured, measured are loss,"
                + " accuracy; choose one of them, measure it, or set examples for validation aside");
    assertThatThrownBy(
            () ->
                trainer(new Adam())
                    .fit(
                        DATA,
                        fit(2)
                            .withStopping(
                                new GeneralizationLoss(5).withMetric("validation_accuracy"))))
        .hasMessage(
            "generalization-loss: watches errors, of which less is better, got metric"
                + " 'validation_accuracy'; name a loss, or use patience");
  }

  @Test
  void aResumedRunStopsWhereTheUninterruptedOneDoes(@TempDir Path folder) {
    Fit fit = fit(30).withStopping(new Patience(4));
    History whole = trainer(new Sgd(20)).fit(DATA, fit);
    float[] weights = model.parameters().getFirst().value().toFloats();
    int best = whole.best().epoch();
    assertThat(best).isLessThan(whole.epochs().size() - 1);

    Model other = model.copy();
    initial.copyTo(other);
    CheckpointFolder checkpoints = new CheckpointFolder(folder);
    Trainer interrupted = new Trainer(other, new SoftmaxCrossEntropy(), new Sgd(20));
    Listener writer = new Checkpoints(interrupted, checkpoints);
    Fit half = fit(best + 1).withStopping(new Patience(4)).withListeners(writer);
    interrupted.fit(DATA, half);

    Trainer resumed = new Trainer(other, new SoftmaxCrossEntropy(), new Sgd(20));
    resumed.restore(checkpoints.newest().orElseThrow().checkpoint());
    History rest = resumed.fit(DATA, fit);
    assertThat(rest.stop()).isEqualTo(whole.stop());
    assertThat(rest.metric("validation_loss")).isEqualTo(whole.metric("validation_loss"));
    assertThat(other.parameters().getFirst().value().toFloats())
        .as("the best epoch was before the interruption")
        .isEqualTo(weights);
  }
}
