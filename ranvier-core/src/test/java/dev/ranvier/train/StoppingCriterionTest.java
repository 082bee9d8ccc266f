package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.stopping.AtLeast;
import dev.ranvier.train.stopping.AtMost;
import dev.ranvier.train.stopping.GeneralizationLoss;
import dev.ranvier.train.stopping.Patience;
import dev.ranvier.train.stopping.ProgressQuotient;
import dev.ranvier.train.stopping.StepBudget;
import dev.ranvier.train.stopping.SuccessiveIncreases;
import dev.ranvier.train.stopping.TimeBudget;
import dev.ranvier.train.stopping.TrainingProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Criteria on error curves for which the epochs are worked out by hand. */
class StoppingCriterionTest {
  /** The validation loss falls to 1.0 in epoch 4, and rises from epoch 6 on. */
  private static final double[] VALIDATION = {
    2.0, 1.5, 1.2, 1.0, 1.04, 1.03, 1.08, 1.1, 1.2, 1.3, 1.25, 1.4, 1.5, 1.6, 1.7
  };

  private static final double[] TRAINING = {
    2.0, 1.0, 0.8, 0.6, 0.5, 0.4, 0.36, 0.33, 0.31, 0.3, 0.3, 0.3, 0.299, 0.299, 0.298
  };

  private static History history(int epochs) {
    List<EpochRecord> records = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      Map<String, Double> metrics = new HashMap<>();
      metrics.put("loss", TRAINING[i]);
      metrics.put("accuracy", 1 - TRAINING[i] / 2);
      metrics.put("validation_loss", VALIDATION[i]);
      metrics.put("validation_accuracy", 1 - VALIDATION[i] / 4);
      records.add(new EpochRecord(i + 1, i + 1, 0.1, metrics, 10, 1));
    }
    return new History(records, List.of(new Accuracy()), Optional.empty());
  }

  /** The epoch after which a criterion stops; 0 for never. */
  private static int stops(StoppingCriterion criterion) {
    for (int epoch = 1; epoch <= VALIDATION.length; epoch++) {
      if (criterion.afterEpoch(history(epoch)).isPresent()) {
        return epoch;
      }
    }
    return 0;
  }

  @Test
  void generalizationLoss() {
    // GL is 4, 3, 8, 10, 20, 30, … percent from epoch 5 on.
    assertThat(stops(new GeneralizationLoss(3.5))).isEqualTo(5);
    assertThat(stops(new GeneralizationLoss(5))).isEqualTo(7);
    assertThat(stops(new GeneralizationLoss(10.1))).isEqualTo(9);
    assertThat(stops(new GeneralizationLoss(100))).isZero();
    assertThat(new GeneralizationLoss(5).afterEpoch(history(7)))
        .hasValue("validation_loss is 8% above its minimum, more than alpha 5%");
    assertThat(stops(new GeneralizationLoss(1).withMetric("loss"))).isZero();
  }

  @Test
  void trainingProgress() {
    // Strips 1–5, 6–10, 11–15: means 0.98, 0.34, 0.2992 over least 0.5, 0.3, 0.298.
    assertThat(TrainingProgress.of(history(5).metric("loss"), 5)).isCloseTo(960, within(1e-9));
    assertThat(TrainingProgress.of(history(10).metric("loss"), 5))
        .isCloseTo(1000 * (0.34 / 0.3 - 1), within(1e-9));
    assertThat(stops(new TrainingProgress())).isZero();
    assertThat(stops(new TrainingProgress().withMinimum(5))).isEqualTo(15);
    assertThat(stops(new TrainingProgress().withMinimum(200))).isEqualTo(10);
    assertThat(new TrainingProgress().withMinimum(200).afterEpoch(history(10)))
        .hasValue("the progress of loss over 5 epochs is 133.3, less than 200");
  }

  @Test
  void progressQuotient() {
    // Ends of strips: 4 / 960, then 30 / 133.3 = 0.225, then 70 / 4.03 = 17.4.
    assertThat(stops(new ProgressQuotient(0.004))).isEqualTo(5);
    assertThat(stops(new ProgressQuotient(0.2))).isEqualTo(10);
    assertThat(stops(new ProgressQuotient(0.5))).isEqualTo(15);
    assertThat(stops(new ProgressQuotient(20))).isZero();
    // With strips of 3: 0 at 3; 3 / P(0.6, 0.5, 0.4) = 3 / 250 at 6; 20 / P(0.36, 0.33, 0.31) at 9.
    assertThat(stops(new ProgressQuotient(0.2).withStrip(3))).isEqualTo(9);
    assertThat(new ProgressQuotient(0.2).afterEpoch(history(10)))
        .hasValue(
            "validation_loss is 30% above its minimum, the training progress over 5 epochs is"
                + " 133.3: the quotient is more than alpha 0.2");
  }

  @Test
  void successiveIncreases() {
    // Strips of 5 end with 1.04, 1.3, 1.7: two increases.
    assertThat(stops(new SuccessiveIncreases(1))).isEqualTo(10);
    assertThat(stops(new SuccessiveIncreases(2))).isEqualTo(15);
    assertThat(stops(new SuccessiveIncreases(3))).isZero();
    // Single epochs increase in 5, then in 7, 8, 9, 10, then in 12, 13, 14, 15.
    assertThat(stops(new SuccessiveIncreases(1).withStrip(1))).isEqualTo(5);
    assertThat(stops(new SuccessiveIncreases(2).withStrip(1))).isEqualTo(8);
    assertThat(stops(new SuccessiveIncreases(4).withStrip(1))).isEqualTo(10);
    assertThat(stops(new SuccessiveIncreases(5).withStrip(1))).isZero();
    // Strips of 2 end with 1.5, 1.0, 1.03, 1.1, 1.3, 1.4, 1.6.
    assertThat(stops(new SuccessiveIncreases(3).withStrip(2))).isEqualTo(10);
    assertThat(new SuccessiveIncreases(3).withStrip(2).afterEpoch(history(10)))
        .hasValue("validation_loss has increased in 3 strips of 2 epochs one after the other");
  }

  @Test
  void patience() {
    assertThat(stops(new Patience(1))).isEqualTo(5);
    assertThat(stops(new Patience(3))).isEqualTo(7);
    assertThat(stops(new Patience(12))).isZero();
    assertThat(new Patience(3).afterEpoch(history(7)))
        .hasValue("validation_loss has not improved for 3 epochs; the best was 1 in epoch 4");
    // By more than 0.25: 2.0, 1.5, 1.2, then nothing is.
    assertThat(stops(new Patience(2).withMinimumChange(0.25))).isEqualTo(5);
    assertThat(stops(new Patience(3).withMetric("validation_accuracy")))
        .as("of an accuracy the greater is better")
        .isEqualTo(7);
  }

  @Test
  void targetsAndBudgets() {
    assertThat(stops(new AtMost("validation_loss", 1.2))).isEqualTo(3);
    assertThat(stops(new AtMost("validation_loss", 0.9))).isZero();
    assertThat(stops(new AtLeast("validation_accuracy", 0.74))).isEqualTo(4);
    assertThat(new AtLeast("validation_accuracy", 0.74).afterEpoch(history(4)))
        .hasValue("validation_accuracy is 0.75, the target at least 0.74");
    assertThat(new StepBudget(7).afterStep(6, 0)).isEmpty();
    assertThat(new StepBudget(7).afterStep(7, 0)).hasValue("7 steps have been taken");
    assertThat(new TimeBudget(1.5).afterStep(3, 1.49)).isEmpty();
    assertThat(new TimeBudget(1.5).afterStep(3, 1.5))
        .hasValue("1.5 seconds of training are spent after 3 steps");
    assertThat(new Stop(new StepBudget(7), "x")).hasToString("step-budget: x");
  }

  @Test
  void theBestEpochIsThatWithTheBestFirstMetric() {
    assertThat(history(15).best().epoch()).isEqualTo(4);
    assertThat(new History(history(15).epochs()).best().epoch()).isEqualTo(4);
    List<EpochRecord> plain =
        List.of(
            new EpochRecord(1, 1, 1, Map.of("loss", 1.0), 1, 1),
            new EpochRecord(2, 2, 1, Map.of("loss", 2.0), 1, 1));
    assertThat(new History(plain).best().epoch()).as("without validation the last").isEqualTo(2);
    assertThatThrownBy(() -> history(2).greaterIsBetter("validation_f1"))
        .hasMessage("history: has no metric 'validation_f1', known are loss and [accuracy]");
  }

  /** The epoch after which a criterion stops, of errors that are given; 0 for never. */
  private static int stops(StoppingCriterion criterion, double... errors) {
    List<EpochRecord> records = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      Map<String, Double> metrics = Map.of("loss", errors[i], "validation_loss", errors[i]);
      records.add(new EpochRecord(i + 1, i + 1, 0.1, metrics, 10, 1));
      if (criterion.afterEpoch(new History(records)).isPresent()) {
        return i + 1;
      }
    }
    return 0;
  }

  @Test
  void whatComparesDifferencesDoesNotCareWhereAMetricLies() {
    for (StoppingCriterion criterion :
        List.of(
            new Patience(1),
            new Patience(3),
            new Patience(2).withMinimumChange(0.25),
            new SuccessiveIncreases(1).withStrip(1),
            new SuccessiveIncreases(3).withStrip(2))) {
      for (double shift : new double[] {-1, -1.5, -64, 64}) {
        double[] shifted = DoubleStream.of(VALIDATION).map(each -> each + shift).toArray();
        assertThat(stops(criterion, shifted)).as("%s", criterion).isEqualTo(stops(criterion));
      }
    }
  }

  @Test
  void aValueThatIsNoNumberIsNoBest() {
    double none = Double.NaN;
    assertThat(stops(new Patience(2), none, 3, 2, 1, none, none)).isEqualTo(6);
    assertThat(stops(new Patience(2), none, none, none)).isEqualTo(3);
    assertThat(stops(new GeneralizationLoss(5), none, 1, 1, 2)).isEqualTo(4);
    assertThat(stops(new AtMost("loss", 1), none, 2, 1)).isEqualTo(3);
  }

  @Test
  void errorsOfZeroAreNoProgressAndNoLoss() {
    assertThat(stops(new TrainingProgress().withStrip(2), 0, 0)).isEqualTo(2);
    assertThat(stops(new TrainingProgress().withStrip(3), 0.1, 0.1, 0.1)).isEqualTo(3);
    assertThat(stops(new TrainingProgress().withStrip(2), 1, 0)).isZero();
    assertThat(stops(new GeneralizationLoss(5), 0, 0, 1e-9)).isEqualTo(3);
    assertThat(stops(new ProgressQuotient(1).withStrip(1), 0, 0)).isZero();
    assertThat(stops(new ProgressQuotient(1).withStrip(1), 0.1, 0.2)).isEqualTo(2);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Patience(0))
        .hasMessage("patience: epochs must be at least 1, got 0");
    assertThatThrownBy(() -> new Patience(1).withMinimumChange(-1))
        .hasMessage("patience: minimum-change must be at least 0, got -1.0");
    assertThatThrownBy(() -> new GeneralizationLoss(0))
        .hasMessage("generalization-loss: alpha must be above 0, got 0.0");
    assertThatThrownBy(() -> new ProgressQuotient(1).withMetric("loss"))
        .hasMessage(
            "progress-quotient: compares a validation error with the training error of the same"
                + " name, got metric 'loss'; name one that begins with validation_");
    assertThatThrownBy(() -> new ProgressQuotient(1).withStrip(0))
        .hasMessage("progress-quotient: strip must be at least 1, got 0");
    assertThatThrownBy(() -> new TrainingProgress().withStrip(1))
        .hasMessage("training-progress: strip must be at least 2, got 1");
    assertThatThrownBy(() -> new SuccessiveIncreases(0))
        .hasMessage("successive-increases: strips must be at least 1, got 0");
    assertThatThrownBy(() -> new AtLeast("accuracy", Double.NaN))
        .hasMessage("at-least: value must be a finite number, got NaN");
    assertThatThrownBy(() -> new StepBudget(0))
        .hasMessage("step-budget: steps must be at least 1, got 0");
    assertThatThrownBy(() -> new TimeBudget(-1))
        .hasMessage("time-budget: seconds must be above 0, got -1.0");
    assertThatThrownBy(() -> new Limits(0)).hasMessage("fit: epochs must be at least 1, got 0");
    EpochRecord below =
        new EpochRecord(1, 1, 1, Map.of("loss", -1.0, "validation_loss", -0.5), 1, 1);
    assertThatThrownBy(() -> new GeneralizationLoss(5).afterEpoch(new History(List.of(below))))
        .hasMessage(
            "generalization-loss: compares errors by their quotient, which needs values from 0 on,"
                + " got validation_loss -0.5; use patience");
  }
}
