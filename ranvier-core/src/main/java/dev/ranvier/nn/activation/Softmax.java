package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;

/**
 * Softmax over the last axis as a layer; for training, prefer a loss that takes logits.
 *
 * <p>Formula: yᵢ = e^xᵢ / Σⱼ e^xⱼ. Shapes: x and y [batch, …, classes]. Errors: an input without an
 * axis beside the batch.
 */
public record Softmax() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("softmax", context, x);
    return new dev.ranvier.op.normalization.SoftmaxOp().apply(x);
  }
}
