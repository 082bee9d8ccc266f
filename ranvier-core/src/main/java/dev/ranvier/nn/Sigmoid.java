package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/** The logistic sigmoid as a layer: y = 1 / (1 + e⁻ˣ). */
public record Sigmoid() implements Layer {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Sigmoid().apply(x);
  }
}
