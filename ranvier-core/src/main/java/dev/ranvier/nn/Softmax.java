package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * Softmax over the last axis as a layer; for training, prefer a loss that takes logits.
 *
 * <p>Formula: yᵢ = e^xᵢ / Σⱼ e^xⱼ.
 */
public record Softmax() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Softmax().apply(x);
  }
}
