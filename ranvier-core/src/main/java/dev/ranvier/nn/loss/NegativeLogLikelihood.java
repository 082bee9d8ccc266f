package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.nn.activation.LogSoftmax;
import dev.ranvier.op.OneHotOp;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * Minus the logarithm of the probability of the right class, for models that end with {@link
 * LogSoftmax}.
 *
 * <p>Formula: L = −xₜ of logarithms of probabilities x and a class index t; the mean over further
 * axes. Shapes: predictions [batch, …, classes], targets i32 [batch, …], loss [batch]. Errors: in
 * training, a target outside the classes. Unit: nats.
 */
public record NegativeLogLikelihood() implements Loss {
  @Override
  public Node perExample(Node prediction, Node target) {
    Node wanted = new OneHotOp(prediction.shape().size(-1)).apply(target);
    return PerExample.mean(Ops.negate(Classes.expected(wanted, prediction)));
  }

  @Override
  public Node prediction(Node output) {
    return Ops.exp(output);
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    int classes = prediction.shape().size(-1);
    Classes.requireIndices(this, targets, from, to, classes, classes - 1); // none but the classes
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    return Classes.indices(name(), "logarithms of probabilities", prediction);
  }
}
