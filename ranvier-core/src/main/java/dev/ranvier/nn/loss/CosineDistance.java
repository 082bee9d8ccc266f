package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.PerExample;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * One minus the cosine of the angle between prediction and target.
 *
 * <p>Formula: L = 1 − ŷ·y / (max(|ŷ|, ε) · max(|y|, ε)) over the last axis with ε = 1e-8; the mean
 * over further axes. Shapes: predictions and targets [batch, …, features], loss [batch].
 */
public record CosineDistance() implements Loss {
  private static final double LEAST_LENGTH = 1e-8;

  @Override
  public Node perExample(Node prediction, Node target) {
    Node cosine = Ops.multiply(direction(prediction), direction(target));
    return PerExample.mean(Ops.subtract(Ops.number(1), Ops.sum(cosine, -1)));
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    if (prediction.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "cosine-distance: takes vectors [batch,features], got "
              + prediction.shape()
              + "; end the model with a dense layer");
    }
    return prediction;
  }

  private static Node direction(Node x) {
    return Ops.divide(x, PerExample.length(x, List.of(x.shape().axis(-1)), LEAST_LENGTH));
  }
}
