package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * The logarithm of softmax over the last axis as a layer, exact where the softmax would round to 0.
 *
 * <p>Formula: yᵢ = xᵢ − ln Σⱼ e^xⱼ. Shapes: x and y [batch, …, classes]. Goes with {@link
 * NegativeLogLikelihood}. Errors: an input without an axis beside the batch. Unit: nats.
 */
public record LogSoftmax() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("log-softmax", context, x);
    return new dev.ranvier.op.LogSoftmax().apply(x);
  }
}
