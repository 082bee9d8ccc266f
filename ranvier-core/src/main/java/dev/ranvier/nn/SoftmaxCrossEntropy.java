package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.LogSoftmax;
import dev.ranvier.op.OneHot;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;

/**
 * Cross-entropy between the softmax of logits and a class index.
 *
 * <p>Formula: L = −ln softmax(x)ₜ = ln Σⱼ e^xⱼ − xₜ, computed stably. The gradient by the logits is
 * softmax(x) − onehot(t). Shapes: logits [batch, classes], targets i32 [batch], loss [batch]. A
 * target outside the classes has loss 0; data sources refuse such labels. Unit: nats.
 */
public record SoftmaxCrossEntropy() implements Loss {
  @Override
  public Node perExample(Node prediction, Node target) {
    Node logs = new LogSoftmax().apply(prediction);
    Node wanted = new OneHot(prediction.shape().size(1)).apply(target);
    return Ops.negate(Ops.sum(Ops.multiply(wanted, logs), 1));
  }

  @Override
  public Node prediction(Node output) {
    return new dev.ranvier.op.Softmax().apply(output);
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    if (prediction.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "softmax-cross-entropy: takes logits [batch,classes], got "
              + prediction.shape()
              + "; end the model with a dense layer of one unit a class");
    }
    return new TensorType(DType.I32, prediction.shape().slice(0, 1));
  }
}
