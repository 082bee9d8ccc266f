package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;

/**
 * The hyperbolic tangent as a layer.
 *
 * <p>Formula: y = tanh x; derivative 1 − y².
 */
public record Tanh() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.TanhOp().apply(x);
  }
}
