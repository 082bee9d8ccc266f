package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * The logistic sigmoid as a layer.
 *
 * <p>Formula: y = 1 / (1 + e⁻ˣ); derivative y · (1 − y).
 */
public record Sigmoid() implements Activation {
  @Override
  public Node apply(Node x, Context context) {
    return new dev.ranvier.op.Sigmoid().apply(x);
  }
}
