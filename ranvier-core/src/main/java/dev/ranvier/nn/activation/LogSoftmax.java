package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.loss.NegativeLogLikelihood;

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
    return new dev.ranvier.op.normalization.LogSoftmaxOp().apply(x);
  }
}
