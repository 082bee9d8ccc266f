package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * The rectifier as a layer.
 *
 * <p>Formula: y = max(x, 0); derivative 1 above 0, else 0 (0 at the kink).
 */
public record Relu() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Relu().apply(x);
  }
}
