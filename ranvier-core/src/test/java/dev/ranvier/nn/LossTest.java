package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.loss.AsymmetricCrossEntropy;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.nn.loss.CosineDistance;
import dev.ranvier.nn.loss.Huber;
import dev.ranvier.nn.loss.KlDivergence;
import dev.ranvier.nn.loss.Logistic;
import dev.ranvier.nn.loss.NegativeLogLikelihood;
import dev.ranvier.nn.loss.PerceptronCriterion;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.loss.Triplet;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final NdArray PREDICTIONS = NdArray.of(Shape.of(2, 2), 1, 2, 3, 5);
  private static final NdArray TARGETS = NdArray.of(Shape.of(2, 2), 0, 0, 1, 1);

  @Test
  void squaredErrorsAreTheMeansAndSumsOfTheLectures() {
    // Squares 1, 4, 4, 16.
    assertThat(batch(new SquaredError(), PREDICTIONS, TARGETS)).isEqualTo(25.0 / 4);
    assertThat(batch(new SquaredError(Reduction.HALF_MEAN), PREDICTIONS, TARGETS))
        .isEqualTo(25.0 / 8);
    assertThat(batch(new SquaredError(Reduction.SUM), PREDICTIONS, TARGETS)).isEqualTo(25);
    assertThat(batch(new SquaredError(Reduction.HALF_SUM), PREDICTIONS, TARGETS)).isEqualTo(12.5);
  }

  @Test
  void theTwoLogisticLossesAreOne() {
    NdArray signs = NdArray.of(Shape.of(2, 2), -1, 1, 1, -1);
    NdArray bits = signs.map(sign -> (sign + 1) / 2);
    assertThat(batch(new Logistic(), PREDICTIONS, signs))
        .isCloseTo(batch(new BinaryCrossEntropy(), PREDICTIONS, bits), within(1e-14));
    NdArray chances = PREDICTIONS.map(x -> 1 / (1 + Math.exp(-x)));
    assertThat(batch(new Logistic(false), chances, signs))
        .isCloseTo(batch(new Logistic(), PREDICTIONS, signs), within(1e-12));
    assertThat(batch(new BinaryCrossEntropy(false), chances, bits))
        .isCloseTo(batch(new BinaryCrossEntropy(), PREDICTIONS, bits), within(1e-12));
  }

  @Test
  void certainAndWrongProbabilitiesHaveAFiniteLossAndGradient() {
    NdArray chances = NdArray.of(Shape.of(2, 1), 0, 1);
    for (Loss loss : List.of(new BinaryCrossEntropy(false), new Logistic(false))) {
      double wrong = loss instanceof Logistic ? -1 : 0;
      NdArray targets = NdArray.of(Shape.of(2, 1), 1, wrong);
      assertThat(batch(loss, chances, targets)).isEqualTo(100);
      assertThat(Arrays.stream(gradient(loss, chances, targets))).allMatch(Double::isFinite);
    }
  }

  @Test
  void pricesOfOneMakeTheAsymmetricLossTheLogisticOne() {
    assertThat(batch(new AsymmetricCrossEntropy(1, 1), PREDICTIONS, TARGETS))
        .isCloseTo(batch(new BinaryCrossEntropy(), PREDICTIONS, TARGETS), within(1e-14));
  }

  @Test
  void aMissedPositiveCostsItsPrice() {
    NdArray negative = NdArray.of(Shape.of(1, 1), -2);
    NdArray one = NdArray.of(Shape.of(1, 1), 1);
    assertThat(batch(new AsymmetricCrossEntropy(1, 10), negative, one))
        .isCloseTo(10 * batch(new BinaryCrossEntropy(), negative, one), within(1e-13));
    assertThat(batch(new AsymmetricCrossEntropy(10, 1), negative, one))
        .isCloseTo(batch(new BinaryCrossEntropy(), negative, one), within(1e-14));
  }

  @Test
  void aPerceptronAtZeroLearns() {
    assertThat(
            gradient(
                new PerceptronCriterion(),
                NdArray.zeros(Shape.of(2, 1)),
                NdArray.of(Shape.of(2, 1), 1, -1)))
        .containsExactly(-0.5, 0.5);
  }

  @Test
  void theGradientOfSoftmaxCrossEntropyIsOutputLessTarget() {
    NdArray logits = NdArray.of(Shape.of(1, 3), 1, 2, 3);
    double[] gradient = gradient(new SoftmaxCrossEntropy(), logits, NdArray.of(Shape.of(1), 1));
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertThat(gradient[0]).isCloseTo(Math.exp(1) / sum, within(1e-12));
    assertThat(gradient[1]).isCloseTo(Math.exp(2) / sum - 1, within(1e-12));
    assertThat(gradient[2]).isCloseTo(Math.exp(3) / sum, within(1e-12));
  }

  @Test
  void ignoredTargetsHaveNoLossEvenWhenLabelsAreSmoothed() {
    NdArray logits = NdArray.of(Shape.of(2, 3), 1, 2, 3, 1, 0, 0);
    SoftmaxCrossEntropy loss =
        new SoftmaxCrossEntropy().withLabelSmoothing(0.1).withIgnoredIndex(0);
    assertThat(Arrays.stream(gradient(loss, logits, NdArray.of(Shape.of(2), 0, -1))))
        .allMatch(each -> each == 0);
  }

  @Test
  void aTripletLossOfOneClassAloneIsZero() {
    assertThat(batch(new Triplet(), PREDICTIONS, NdArray.of(Shape.of(2), 1, 1))).isZero();
  }

  @Test
  void weightsSayHowMuchExamplesCount() {
    Input x = new Input("x", TensorType.f32(2, 2));
    Input target = new Input("target", TensorType.f32(2, 2));
    Input weights = new Input("weights", TensorType.f32(2));
    Loss loss = new SquaredError();
    Node batch = loss.batch(x, target, weights);
    Node gradient = Gradients.of(batch, List.of(x)).getFirst();
    List<NdArray> results =
        Interpreter.evaluate(
            List.of(batch, gradient),
            Map.of(x, PREDICTIONS, target, TARGETS, weights, NdArray.of(Shape.of(2), 3, 0)));
    // The first example's loss is (1 + 4) / 2.
    assertThat(results.get(0).data()[0]).isEqualTo(3 * 2.5 / 2);
    assertThat(results.get(1).data()).containsExactly(1.5, 3, 0, 0);
    refused(
        () -> loss.batch(x, target, x),
        "squared-error: needs one weight an example, [2], got weights of shape [2,2]");
  }

  @Test
  void outputsOfTheWrongShapeAreRefused() {
    refused(
        () -> new NegativeLogLikelihood().targetType(TensorType.f32(4)),
        "negative-log-likelihood: takes logarithms of probabilities [batch,classes], got [4];"
            + " end the model with a dense layer of one unit a class");
    refused(
        () -> new KlDivergence().targetType(TensorType.f32(4)),
        "kl-divergence: takes logarithms of probabilities [batch,classes], got [4];"
            + " end the model with a dense layer of one unit a class");
    refused(
        () -> new Triplet().targetType(TensorType.f32(4, 2, 2)),
        "triplet: takes vectors [batch,features], got [4,2,2]; end the model with a dense layer");
    refused(
        () -> new CosineDistance().targetType(TensorType.f32(4)),
        "cosine-distance: takes vectors [batch,features], got [4];"
            + " end the model with a dense layer");
    refused(
        () ->
            new SoftmaxCrossEntropy()
                .withClassWeights(List.of(1.0, 2.0))
                .targetType(TensorType.f32(4, 3)),
        "softmax-cross-entropy: has 2 class weights for 3 classes (logits [4,3]);"
            + " give one weight a class");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(() -> new Huber(0), "huber: delta must be above 0, got 0.0");
    refused(() -> new Triplet(0), "triplet: margin must be above 0, got 0.0");
    refused(
        () -> new AsymmetricCrossEntropy(1, -1),
        "asymmetric-cross-entropy: false-negative must be at least 0, got -1.0");
    refused(
        () -> new SoftmaxCrossEntropy().withLabelSmoothing(1),
        "softmax-cross-entropy: label-smoothing must be at least 0 and below 1, got 1.0");
    refused(
        () -> new SoftmaxCrossEntropy().withClassWeights(List.of(-1.0)),
        "softmax-cross-entropy: class-weights must be at least 0, got -1.0");
  }

  private static void refused(Runnable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
  }

  private static double batch(Loss loss, NdArray predictions, NdArray targets) {
    return evaluate(loss, predictions, targets, false)[0];
  }

  private static double[] gradient(Loss loss, NdArray predictions, NdArray targets) {
    return evaluate(loss, predictions, targets, true);
  }

  private static double[] evaluate(
      Loss loss, NdArray predictions, NdArray targets, boolean gradient) {
    Input x = new Input("x", TensorType.f32(predictions.shape().toArray()));
    Input target = new Input("target", loss.targetType(x.type()));
    Node mean = Ops.mean(loss.perExample(x, target));
    Node wanted = gradient ? Gradients.of(mean, List.of(x)).getFirst() : mean;
    return Interpreter.evaluate(List.of(wanted), Map.of(x, predictions, target, targets))
        .getFirst()
        .data();
  }
}
