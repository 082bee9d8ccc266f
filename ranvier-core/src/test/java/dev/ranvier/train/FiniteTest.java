package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableDataset;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Auc;
import dev.ranvier.train.metric.ConfusionMatrix;
import dev.ranvier.train.metric.Metric;
import dev.ranvier.train.metric.RecallScore;
import dev.ranvier.train.metric.TopK;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NaN and infinity are noticed before they ruin what is kept. */
final class FiniteTest {
  private static final int ROWS = 320;
  private static final int FEATURES = 128;

  private static Dataset rows(float input, float target) {
    float[] inputs = new float[ROWS * FEATURES];
    java.util.Arrays.fill(inputs, 0.5f);
    inputs[17 * FEATURES + 5] = input;
    float[] targets = new float[ROWS];
    targets[20] = target;
    return TableDataset.regression(Shape.of(FEATURES), inputs, Shape.of(1), targets);
  }

  private static Trainer trainer(double rate) {
    Model model = new Model(TensorType.f32(FEATURES), new Dense(1), 1);
    return new Trainer(model, new SquaredError(), new Sgd(rate), Engines.standard());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void oneNumberAmongManyIsNoticed(float number) {
    assertThatThrownBy(() -> trainer(0.01).fit(rows(number, 0), new Fit(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "batches: number 5 of the input of example 17 is "
                + number
                + "; mend the example or leave it out");
    assertThatThrownBy(() -> trainer(0.01).fit(rows(0, number), new Fit(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "batches: number 0 of the target of example 20 is "
                + number
                + "; mend the example or leave it out");
    assertThatThrownBy(() -> trainer(0.01).evaluate(rows(number, 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("number 5 of the input of example 17 is " + number);
  }

  /** A view counts its own way, a message as the file or array does. */
  @Test
  void anExampleIsNamedAsTheWholeSetNamesIt() {
    assertThatThrownBy(() -> trainer(0.01).fit(rows(Float.NaN, 0).range(10, 30), new Fit(1)))
        .hasMessageContaining("of example 17 is NaN");
  }

  @Test
  void weightsAreLookedAtAfterAnEpochAndBeforeACheckpoint() {
    Model model = new Model(TensorType.f32(FEATURES), new Dense(1), 1);
    Trainer ruined = new Trainer(model, new SquaredError(), new Sgd(0.1), Engines.standard());
    model.parameters().getFirst().value().setDouble(3, Double.NaN);
    assertThatThrownBy(ruined::checkpoint)
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("weights' holds numbers that are not finite after step 0")
        .hasMessageContaining("clip gradients");
  }

  @Test
  void tensorsKnowWhetherTheyAreFinite() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16)) {
      for (int at = 0; at < 7; at++) {
        Tensor tensor = Tensor.zeros(new TensorType(dtype, Shape.of(7)));
        assertThat(tensor.isFinite()).isTrue();
        tensor.setDouble(at, at % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
        assertThat(tensor.isFinite()).isFalse();
      }
    }
    assertThat(Tensor.zeros(TensorType.i32(3)).isFinite()).isTrue();
  }

  @Test
  void aPredictionThatIsNoNumberIsNeverRight() {
    Tensor predictions = Tensor.zeros(TensorType.f32(3, 2));
    double[] values = {Double.NaN, 0.1, 0.9, 0.1, 0.2, Double.NaN};
    for (int i = 0; i < values.length; i++) {
      predictions.setDouble(i, values[i]);
    }
    Tensor targets = Tensor.zeros(TensorType.i32(3));
    targets.setDouble(2, 1);
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(predictions, targets);
    assertThat(matrix.targets()).isEqualTo(3);
    assertThat(matrix.errors()).isEqualTo(2);
    assertThat(matrix.undecided()).containsExactly(1, 1);
    for (Metric metric : List.of(new Accuracy(), new TopK(1), new RecallScore())) {
      Metric.Tally tally = metric.start();
      tally.add(predictions, targets);
      Metric.Tally again = metric.start();
      again.restore(tally.counted());
      assertThat(again.value()).as(metric.name()).isEqualTo(tally.value());
    }
    Metric.Tally accuracy = new Accuracy().start();
    accuracy.add(predictions, targets);
    assertThat(accuracy.value()).isEqualTo(1 / 3.0);
  }

  @Test
  void oneClassAloneIsAlwaysRight() {
    Tensor predictions = Tensor.zeros(TensorType.f32(4, 1));
    for (int i = 0; i < 4; i++) {
      predictions.setDouble(i, 1);
    }
    Metric.Tally accuracy = new Accuracy().start();
    accuracy.add(predictions, Tensor.zeros(TensorType.i32(4)));
    assertThat(accuracy.value()).isEqualTo(1);
    ConfusionMatrix matrix = new ConfusionMatrix(1);
    matrix.add(predictions, Tensor.zeros(TensorType.i32(4)));
    assertThat(matrix.errors()).isZero();
  }

  @Test
  void aPredictionThatIsNoNumberLowersTheArea() {
    Tensor predictions = Tensor.zeros(TensorType.f32(4, 1));
    double[] values = {0.9, Double.NaN, 0.2, Double.NaN};
    for (int i = 0; i < values.length; i++) {
      predictions.setDouble(i, values[i]);
    }
    Tensor targets = Tensor.zeros(TensorType.f32(4, 1));
    targets.setDouble(0, 1);
    targets.setDouble(1, 1);
    Metric.Tally area = new Auc().start();
    area.add(predictions, targets);
    assertThat(area.value()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "loss", "validation_accuracy"})
  void aMetricMayNotBeCalledLikeSomethingElse(String name) {
    assertThatThrownBy(() -> new Fit(1).withMetrics(new NamedMetric(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fit: a metric may not be called '" + name + "'");
  }

  /** Every name that a fit accepts comes back from a checkpoint. */
  @ParameterizedTest
  @ValueSource(strings = {"two words", "a=b", "näme\n", "step", "seconds", "examples", "50%+1"})
  void aMetricsNameSurvivesACheckpoint(String name) {
    Trainer first = trainer(0.01);
    Fit fit = new Fit(2).withMetrics(new NamedMetric(name));
    first.fit(rows(0, 0), fit.withListeners());
    List<dev.ranvier.checkpoint.Checkpoint> kept = new java.util.ArrayList<>();
    Trainer training = trainer(0.01);
    training.fit(
        rows(0, 0),
        fit.withListeners(
            new Listener() {
              @Override
              public void epochEnded(EpochRecord epoch) {
                if (epoch.epoch() == 1) {
                  kept.add(training.checkpoint());
                }
              }
            }));
    Trainer resumed = trainer(0.01);
    resumed.restore(kept.getFirst());
    assertThat(resumed.history().epochs().getFirst().metrics()).containsKey(name);
    assertThat(resumed.fit(rows(0, 0), fit).metric(name)).hasSize(2);
  }

  /** Always 1. */
  private record NamedMetric(String name) implements Metric {
    @Override
    public boolean greaterIsBetter() {
      return true;
    }

    @Override
    public void requireFitting(TensorType outputs, TensorType targets) {}

    @Override
    public Tally start() {
      return new Tally() {
        @Override
        public void add(Tensor predictions, Tensor targets) {}

        @Override
        public double value() {
          return 1;
        }

        @Override
        public double[] counted() {
          return new double[0];
        }

        @Override
        public void restore(double[] counted) {}
      };
    }
  }
}
