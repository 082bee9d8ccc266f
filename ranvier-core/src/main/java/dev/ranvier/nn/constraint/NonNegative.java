package dev.ranvier.nn.constraint;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Constraint;
import dev.ranvier.op.Ops;

/**
 * Sets negative weights to 0.
 *
 * <p>Formula: w ← max(w, 0).
 */
public record NonNegative() implements Constraint {
  @Override
  public Node constrain(Node weights) {
    return Ops.maximum(weights, Ops.number(0));
  }
}
