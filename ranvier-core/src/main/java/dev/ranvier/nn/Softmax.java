package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * Softmax over the last axis as a layer: yᵢ = e^xᵢ / Σⱼ e^xⱼ. For training, prefer the loss that
 * takes logits.
 */
public record Softmax() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Softmax().apply(x);
  }
}
