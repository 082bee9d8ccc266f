package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * The hyperbolic tangent as a layer.
 *
 * <p>Formula: y = tanh x; derivative 1 − y².
 */
public record Tanh() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Tanh().apply(x);
  }
}
