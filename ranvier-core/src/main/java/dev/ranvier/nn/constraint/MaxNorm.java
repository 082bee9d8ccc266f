package dev.ranvier.nn.constraint;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Units;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * Shortens the weight vectors of units that are too long; goes well with dropout.
 *
 * <p>Formula: w ← w · min(1, limit / |w|), where |w| is the Euclidean length over all axes but the
 * last, which counts units. Source: Srivastava et al., "Dropout", 2014.
 *
 * @param limit the greatest length, above 0
 */
public record MaxNorm(double limit) implements Constraint {
  /** Checks the limit. */
  public MaxNorm {
    Settings.positive("max-norm", "limit", limit);
  }

  @Override
  public Node constrain(Node weights) {
    // A length of at least the limit makes the quotient at most 1.
    Node length = Units.length(weights, limit);
    return Ops.multiply(weights, Ops.divide(Ops.number(limit), length));
  }
}
