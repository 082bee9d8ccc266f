package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;

/**
 * The logistic sigmoid as a layer.
 *
 * <p>Formula: y = 1 / (1 + e⁻ˣ); derivative y · (1 − y).
 */
public record Sigmoid() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.SigmoidOp().apply(x);
  }
}
