package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/** The rectifier as a layer: y = max(x, 0); derivative 0 at 0. */
public record Relu() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Relu().apply(x);
  }
}
