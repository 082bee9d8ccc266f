package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Reshape;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;

/**
 * The mean over an example's outputs of the squared difference.
 *
 * <p>Formula: L = (1/n) Σᵢ (ŷᵢ − yᵢ)². Shapes: predictions and targets [batch, …] of n numbers an
 * example, loss [batch].
 */
public record SquaredError() implements Loss {
  @Override
  public Node perExample(Node prediction, Node target) {
    int batch = prediction.shape().size(0);
    int outputs = Math.toIntExact(prediction.shape().elements() / batch);
    Node squares = Ops.square(Ops.subtract(prediction, target));
    Node rows = Reshape.to(squares, Shape.of(batch, outputs));
    return Ops.multiply(Ops.sum(rows, 1), 1.0 / outputs);
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    return prediction;
  }
}
