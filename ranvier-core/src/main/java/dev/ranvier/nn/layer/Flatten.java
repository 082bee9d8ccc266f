package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.tensor.Shape;

/**
 * Joins all axes but the batch into one.
 *
 * <p>Formula: y[n, i·b + j] = x[n, i, j]. Shapes: x [batch, a, b, …], y [batch, a·b·…].
 */
public record Flatten() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    int batch = x.shape().size(0);
    int features = Math.toIntExact(x.shape().elements() / batch);
    return ReshapeOp.to(x, Shape.of(batch, features));
  }
}
