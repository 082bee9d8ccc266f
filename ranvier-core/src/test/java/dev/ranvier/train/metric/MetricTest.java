package dev.ranvier.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.TableDataset;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.Fit;
import dev.ranvier.train.History;
import dev.ranvier.train.Predictor;
import dev.ranvier.train.Tables;
import dev.ranvier.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static final double EXACT = 1e-12;

  private static double of(Metric metric, Tensor predictions, Tensor targets) {
    Metric.Tally tally = metric.start();
    tally.add(predictions, targets);
    return tally.value();
  }

  /** Four examples of classes 0, 1, 2, 2, taken for 0, 2, 2, 1. */
  private static final Tensor THREE =
      Tensor.of(
          Shape.of(4, 3), 0.7f, 0.2f, 0.1f, 0.1f, 0.3f, 0.6f, 0.2f, 0.2f, 0.6f, 0.2f, 0.5f, 0.3f);

  private static final Tensor CLASSES = Tensor.of(Shape.of(4), 0, 1, 2, 2);

  @Test
  void scoresOfClassesByHand() {
    // Right / taken: 1/1, 0/1, 1/2. Right / examples: 1/1, 0/1, 1/2.
    assertThat(of(new Accuracy(), THREE, CLASSES)).isEqualTo(0.5);
    assertThat(of(new PrecisionScore(), THREE, CLASSES)).isCloseTo(0.5, within(EXACT));
    assertThat(of(new RecallScore().withAveraging(Averaging.WEIGHTED), THREE, CLASSES))
        .isCloseTo(0.5, within(EXACT));
    assertThat(of(new F1Score().withClassIndex(2), THREE, CLASSES)).isEqualTo(0.5);
    assertThat(of(new TopK(2), THREE, CLASSES)).isEqualTo(1);
  }

  @Test
  void distributionsAndPositionsOfSequencesCountAsClasses() {
    Tensor hot = Tensor.of(Shape.of(4, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0.1f, 0.9f);
    assertThat(of(new Accuracy(), THREE, hot)).isEqualTo(0.5);
    Tensor sequences = Tensor.of(Shape.of(2, 2, 3), THREE.toFloats());
    assertThat(of(new Accuracy(), sequences, Tensor.of(Shape.of(2, 2), 0, 1, 2, 2))).isEqualTo(0.5);
    assertThat(of(new Accuracy(), sequences, Tensor.of(Shape.of(2, 2), 0, -1, 2, -1)))
        .as("classes outside count nothing")
        .isEqualTo(1);
  }

  @Test
  void areaUnderTheCurveByHand() {
    // Of the four pairs, 0.8 > 0.3, 0.8 > 0.5 and 0.4 > 0.3 are in order, 0.4 < 0.5 is not.
    Tensor one = Tensor.of(Shape.of(4, 1), 0.8f, 0.3f, 0.4f, 0.5f);
    assertThat(of(new Auc(), one, Tensor.of(Shape.of(4, 1), 1, 0, 1, 0))).isEqualTo(0.75);
    assertThat(of(new Auc(), one, Tensor.of(Shape.of(4, 1), 1, 1, 1, 1))).isNaN();
    Tensor negative = Tensor.of(Shape.of(4, 2), 0, -3, 0, -2, 0, -0.0f, 0, 0);
    assertThat(of(new Auc(), negative, Tensor.of(Shape.of(4), 0, 1, 0, 1)))
        .as("1 of 4 against, 2.5 in order, and half of an equal pair")
        .isEqualTo(0.625);
  }

  @Test
  void numbersByHand() {
    Tensor targets = Tensor.of(Shape.of(2, 2), 1, 10, 3, 10);
    Tensor predictions = Tensor.of(Shape.of(2, 2), 2, 10, 3, 10);
    assertThat(of(new MeanAbsoluteError(), predictions, targets)).isEqualTo(0.25);
    assertThat(of(new MeanSquaredError(), predictions, targets)).isEqualTo(0.25);
    assertThat(of(new RootMeanSquaredError(), predictions, targets)).isEqualTo(0.5);
    assertThat(of(new R2(), predictions, targets)).as("0.5 and 1").isEqualTo(0.75);
  }

  @Test
  void metricsOfPredictionsGetProbabilitiesAndNotLogits() {
    float[] x = {-2, -1, 1, 2};
    Dataset data = TableDataset.regression(Shape.of(1), x, Shape.of(1), new float[] {0, 0, 1, 1});
    Model model = new Model(TensorType.f32(1), new Sequential(new Dense(1)), 1);
    model.parameters().getFirst().value().setDouble(0, 0.1);
    List<Metric> metrics = List.of(new Accuracy(), new MeanAbsoluteError());
    Evaluation measured =
        new Predictor(model).evaluate(data, new Batching(3), new BinaryCrossEntropy(), metrics);
    // Logits of −0.2, −0.1, 0.1, 0.2: none of them is above 0.5, two of their probabilities are.
    assertThat(measured.metric("accuracy")).isEqualTo(1);
    double missing = (1 / (1 + Math.exp(0.1)) + 1 / (1 + Math.exp(0.2))) / 2;
    assertThat(measured.metric("mae")).isCloseTo(missing, within(1e-6));
  }

  @Test
  void trainingMeasuresThemForBothSetsOfExamples() {
    Dataset data = Tables.classes(60);
    Trainer trainer =
        new Trainer(
            new Model(TensorType.f32(2), new Sequential(new Dense(3)), 1),
            new SoftmaxCrossEntropy(),
            new Sgd(0.1));
    Fit fit = new Fit(2).withBatch(20).withValidation(data).withMetrics(new F1Score(), new Auc());
    History history = trainer.fit(data, fit);
    assertThat(history.last().metrics().keySet())
        .containsExactly("loss", "f1", "auc", "validation_loss", "validation_f1", "validation_auc");
    assertThat(history.last().generalizationGap().orElseThrow())
        .isEqualTo(history.metric("validation_loss").getLast() - history.metric("loss").getLast());
    assertThat(trainer.evaluate(data, new Batching(60), List.of(new Auc())).metric("auc"))
        .isEqualTo(history.metric("validation_auc").getLast());
  }

  @Test
  void whatDoesNotFitTheModelIsRefusedBeforeAnythingRuns() {
    Trainer trainer =
        new Trainer(
            new Model(TensorType.f32(2), new Sequential(new Dense(3)), 1),
            new SoftmaxCrossEntropy(),
            new Sgd(0.1));
    Dataset data = Tables.classes(9);
    assertThatThrownBy(() -> trainer.fit(data, new Fit(1).withMetrics(new TopK(4))))
        .hasMessage(
            "top-k: k must be at most the number of classes, 3, got 4;"
                + " every example would count as right");
    assertThatThrownBy(() -> trainer.fit(data, new Fit(1).withMetrics(new R2())))
        .hasMessage(
            "r2: compares numbers one by one, got outputs f32[1,3] and targets i32[1];"
                + " for classes use accuracy, top-k, precision, recall, f1 or auc");
    assertThatThrownBy(
            () -> trainer.fit(data, new Fit(1).withMetrics(new RecallScore().withClassIndex(3))))
        .hasMessage("recall: class-index must be from 0 to 2, the model's last class, got 3");
    assertThatThrownBy(() -> new Fit(1).withMetrics(new Auc(), new Accuracy(), new Auc()))
        .hasMessage(
            "fit: metrics need names of their own, got [auc, accuracy, auc]; leave one 'auc' out");
    assertThatThrownBy(() -> new TopK(0)).hasMessage("top-k: k must be at least 1, got 0");
    assertThatThrownBy(() -> new F1Score().withClassIndex(-2))
        .hasMessage("f1: class-index must be at least -1, got -2");
    assertThatThrownBy(
            () -> new Accuracy().requireFitting(TensorType.f32(1, 3), TensorType.f32(1, 2)))
        .hasMessage(
            "accuracy: needs outputs [batch, …, classes] and class indices or distributions,"
                + " got outputs f32[1,3] and targets f32[1,2];"
                + " for numbers use mae, mse, rmse or r2");
  }
}
