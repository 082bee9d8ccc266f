package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Cross-entropy between the softmax of logits and the wanted class.
 *
 * <p>Formula: L = −Σₖ wₖ · tₖ · ln softmax(x)ₖ, where t is one at the target's class, mixed with as
 * much of the uniform distribution as the smoothing says, and w are the class weights. Without
 * these L = ln Σⱼ e^xⱼ − xₜ, and its gradient by the logits is softmax(x) − t. Shapes: logits
 * [batch, …, classes]; targets i32 [batch, …], or f32 distributions of the logits' shape; loss
 * [batch], the mean over an example's positions that are not ignored. The loss of a batch is the
 * mean over its examples, whatever their weights (PyTorch divides by the sum of the weights
 * instead, and leaves ignored examples out of the mean). Errors: in training, a target that is
 * neither a class nor the ignored index. Unit: nats. Source for the smoothing: Szegedy et al., 2015
 * (arXiv 1512.00567).
 *
 * @param oneHot whether targets are distributions (one-hot vectors or soft ones), not indices
 * @param labelSmoothing the part of the uniform distribution in the target, from 0 to below 1
 * @param classWeights what each class's loss is multiplied by; empty: all by 1
 * @param ignoredIndex the target that counts nothing
 */
public record SoftmaxCrossEntropy(
    boolean oneHot, double labelSmoothing, List<Double> classWeights, int ignoredIndex)
    implements Loss {
  /** Class indices, no smoothing, no weights, −1 ignored. */
  public SoftmaxCrossEntropy() {
    this(false, 0, List.of(), -1);
  }

  /** Checks the smoothing and the weights. */
  public SoftmaxCrossEntropy {
    Settings.fraction("softmax-cross-entropy", "label-smoothing", labelSmoothing);
    classWeights = List.copyOf(classWeights);
    for (double weight : classWeights) {
      Settings.notNegative("softmax-cross-entropy", "class-weights", weight);
    }
  }

  /** The same loss for targets that are distributions, or indices. */
  public SoftmaxCrossEntropy withOneHot(boolean other) {
    return new SoftmaxCrossEntropy(other, labelSmoothing, classWeights, ignoredIndex);
  }

  /** The same loss with another part of the uniform distribution. */
  public SoftmaxCrossEntropy withLabelSmoothing(double other) {
    return new SoftmaxCrossEntropy(oneHot, other, classWeights, ignoredIndex);
  }

  /** The same loss with a weight for each class. */
  public SoftmaxCrossEntropy withClassWeights(List<Double> others) {
    return new SoftmaxCrossEntropy(oneHot, labelSmoothing, others, ignoredIndex);
  }

  /** The same loss with another target that counts nothing. */
  public SoftmaxCrossEntropy withIgnoredIndex(int other) {
    return new SoftmaxCrossEntropy(oneHot, labelSmoothing, classWeights, other);
  }

  @Override
  public Node perExample(Node prediction, Node target) {
    int classes = prediction.shape().size(-1);
    Node hot = oneHot ? target : hot(target, classes);
    Node wanted = hot;
    if (labelSmoothing > 0) {
      // An ignored target's row is all zero, and has to stay so.
      Node counted = Ops.multiply(counted(hot), labelSmoothing / classes);
      wanted = Ops.add(Ops.multiply(hot, 1 - labelSmoothing), counted);
    }
    if (!classWeights.isEmpty()) {
      double[] weights = classWeights.stream().mapToDouble(Double::doubleValue).toArray();
      wanted = Ops.multiply(wanted, vector(weights));
    }
    Node logs = new LogSoftmaxOp().apply(prediction);
    Node each = Ops.negate(Classes.expected(wanted, logs));
    if (each.shape().rank() == 1) {
      return each;
    }
    Node positions = Ops.maximum(PerExample.sum(counted(hot)), Ops.number(1));
    return Ops.divide(PerExample.sum(each), positions);
  }

  @Override
  public List<String> applied() {
    return List.of("softmax", "log-softmax");
  }

  @Override
  public Node prediction(Node output) {
    return new dev.ranvier.op.normalization.SoftmaxOp().apply(output);
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    if (!oneHot) {
      int classes = prediction.shape().size(-1);
      Classes.requireIndices(this, targets, from, to, classes, ignoredIndex);
    }
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    TensorType indices = Classes.indices(name(), "logits", prediction);
    int classes = prediction.shape().size(-1);
    if (!classWeights.isEmpty() && classWeights.size() != classes) {
      throw new IllegalArgumentException(
          "softmax-cross-entropy: has "
              + classWeights.size()
              + " class weights for "
              + classes
              + " classes (logits "
              + prediction.shape()
              + "); give one weight a class");
    }
    return oneHot ? prediction : indices;
  }

  private Node hot(Node target, int classes) {
    Node hot = new OneHotOp(classes).apply(target);
    if (ignoredIndex < 0 || ignoredIndex >= classes) {
      return hot;
    }
    double[] others = new double[classes];
    java.util.Arrays.fill(others, 1);
    others[ignoredIndex] = 0;
    return Ops.multiply(hot, vector(others));
  }

  /** 1 for every position that is not ignored, else 0; [batch, …, 1]. */
  private static Node counted(Node hot) {
    return new dev.ranvier.op.SumOp(List.of(hot.shape().axis(-1))).apply(hot);
  }

  private static Node vector(double[] values) {
    return new dev.ranvier.graph.Literal(DType.F32, NdArray.of(Shape.of(values.length), values));
  }
}
