package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;

/**
 * The rectifier as a layer.
 *
 * <p>Formula: y = max(x, 0); derivative 1 above 0, else 0 (0 at the kink).
 */
public record Relu() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.ReluOp().apply(x);
  }
}
