package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.loss.AsymmetricCrossEntropy;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.nn.loss.Hinge;
import dev.ranvier.nn.loss.KlDivergence;
import dev.ranvier.nn.loss.Logistic;
import dev.ranvier.nn.loss.NegativeLogLikelihood;
import dev.ranvier.nn.loss.PerceptronCriterion;
import dev.ranvier.nn.loss.Poisson;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredHinge;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is certain costs nothing where it is right, in every definition and every kernel. */
class InfiniteLogitTest {
  private static final double NEVER = Double.NEGATIVE_INFINITY;
  private static final double ALWAYS = Double.POSITIVE_INFINITY;

  @Test
  void anImpossibleClassThatIsNotTheTargetCostsNothing() {
    NdArray logits = NdArray.of(Shape.of(2, 3), 1, NEVER, 2, NEVER, 0.5, NEVER);
    NdArray indices = NdArray.of(Shape.of(2), 2, 1);
    NdArray oneHot = NdArray.of(Shape.of(2, 3), 0, 0, 1, 0, 1, 0);
    double wanted = Math.log1p(Math.exp(-1)) / 2;
    check(new SoftmaxCrossEntropy(), logits, indices, wanted);
    check(new SoftmaxCrossEntropy().withOneHot(true), logits, oneHot, wanted);
    check(
        new SoftmaxCrossEntropy().withClassWeights(List.of(1.0, 1.0, 1.0)),
        logits,
        indices,
        wanted);
    check(new NegativeLogLikelihood(), logits, indices, -1.25);
    check(new KlDivergence(), logits, oneHot, -1.25);
    NdArray soft = NdArray.of(Shape.of(2, 3), 0.5, 0, 0.5, 0, 1, 0);
    double each = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(1))) / 2;
    check(new SoftmaxCrossEntropy().withOneHot(true), logits, soft, each / 2);
  }

  @Test
  void aCertainAnswerThatIsRightCostsNothing() {
    NdArray logits = NdArray.of(Shape.of(1, 2), ALWAYS, NEVER);
    NdArray bits = NdArray.of(Shape.of(1, 2), 1, 0);
    check(new BinaryCrossEntropy(), logits, bits, 0);
    check(new AsymmetricCrossEntropy(2, 3), logits, bits, 0);
    check(new Logistic(), logits, NdArray.of(Shape.of(1, 2), 1, -1), 0);
    check(new BinaryCrossEntropy(false), bits, bits, 0);
    check(new Poisson(), NdArray.of(Shape.of(1, 1), NEVER), NdArray.of(Shape.of(1, 1), 0), 0);
  }

  @Test
  void anImpossibleTargetCostsInfinity() {
    NdArray logits = NdArray.of(Shape.of(1, 2), NEVER, 1);
    assertThat(defined(new SoftmaxCrossEntropy(), logits, NdArray.of(Shape.of(1), 0))[0])
        .isEqualTo(ALWAYS);
  }

  @Test
  void targetsThatALossDoesNotMeanAreRefused() {
    refused(
        new Hinge(),
        0,
        "hinge: example 1 of the batch has the target 0, but its targets are -1 and 1; write 2·t - 1"
            + " for each t of 0 and 1, or choose binary-cross-entropy, which takes 0 and 1");
    for (Loss loss : List.of(new SquaredHinge(), new PerceptronCriterion(), new Logistic())) {
      refused(
          loss,
          0,
          loss.name()
              + ": example 1 of the batch has the target 0, but its targets are -1 and 1; write 2·t"
              + " - 1 for each t of 0 and 1, or choose binary-cross-entropy, which takes 0 and 1");
    }
    for (Loss loss : List.of(new BinaryCrossEntropy(), new AsymmetricCrossEntropy(1, 1))) {
      refused(
          loss,
          -1,
          loss.name()
              + ": example 1 of the batch has the target -1, but its targets are from 0 to 1; write"
              + " (t + 1) / 2 for each t of -1 and 1, or choose logistic, which takes -1 and 1");
    }
    refused(
        new Poisson(),
        -1,
        "poisson: example 1 of the batch has the target -1, but its targets are counts, which are at"
            + " least 0; mend the targets, or choose squared-error");
  }

  private static void refused(Loss loss, float target, String message) {
    Tensor targets = Tensor.of(Shape.of(2, 1), 1, target);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.requireTargets(targets, 0, 1, TensorType.f32(2, 1)))
        .withMessage(message);
  }

  /** The mean loss, by definition and by the fastest kernels, and that all gradients are finite. */
  private static void check(Loss loss, NdArray predictions, NdArray targets, double wanted) {
    for (double[] results :
        List.of(defined(loss, predictions, targets), compiled(loss, predictions, targets))) {
      assertThat(results[0]).as(loss.name()).isCloseTo(wanted, within(1e-6));
      assertThat(Arrays.stream(results))
          .as("loss and gradient of %s", loss.name())
          .allMatch(Double::isFinite);
    }
  }

  private static double[] defined(Loss loss, NdArray predictions, NdArray targets) {
    Input x = new Input("x", TensorType.f32().withShape(predictions.shape()));
    Input target = new Input("target", loss.targetType(x.type()));
    List<NdArray> results =
        Interpreter.evaluate(graph(loss, x, target), Map.of(x, predictions, target, targets));
    return joined(results.get(0), results.get(1));
  }

  private static double[] compiled(Loss loss, NdArray predictions, NdArray targets) {
    Input x = new Input("x", TensorType.f32().withShape(predictions.shape()));
    Input target = new Input("target", loss.targetType(x.type()));
    List<Tensor> results =
        Engines.standard()
            .compile(List.of(x, target), graph(loss, x, target))
            .call(Tensor.of(DType.F32, predictions), Tensor.of(target.dtype(), targets));
    return joined(results.get(0).toNdArray(), results.get(1).toNdArray());
  }

  private static List<Node> graph(Loss loss, Input x, Input target) {
    Node mean = Ops.mean(loss.perExample(x, target));
    return List.of(mean, Gradients.of(mean, List.of(x)).getFirst());
  }

  private static double[] joined(NdArray loss, NdArray gradient) {
    double[] all = new double[1 + gradient.data().length];
    all[0] = loss.data()[0];
    System.arraycopy(gradient.data(), 0, all, 1, gradient.data().length);
    return all;
  }
}
