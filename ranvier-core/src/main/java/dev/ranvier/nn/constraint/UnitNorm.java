package dev.ranvier.nn.constraint;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Units;
import dev.ranvier.op.Ops;

/**
 * Makes the weight vectors of all units one long.
 *
 * <p>Formula: w ← w / max(|w|, 1e-12), where |w| is the Euclidean length over all axes but the
 * last, which counts units.
 */
public record UnitNorm() implements Constraint {
  private static final double LEAST_LENGTH = 1e-12;

  @Override
  public Node constrain(Node weights) {
    return Ops.divide(weights, Units.length(weights, LEAST_LENGTH));
  }
}
