package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Reshape;
import dev.ranvier.tensor.Shape;

/** Joins all axes but the batch into one: [batch, a, b, …] becomes [batch, a·b·…]. */
public record Flatten() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    int batch = x.shape().size(0);
    int features = Math.toIntExact(x.shape().elements() / batch);
    return Reshape.to(x, Shape.of(batch, features));
  }
}
