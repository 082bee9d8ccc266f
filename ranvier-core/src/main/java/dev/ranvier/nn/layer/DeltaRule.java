package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.setting.Settings;

/**
 * Units that learn by the delta rule, linear (Adaline) or with a sigmoid.
 *
 * <p>Formula: y = z or y = 1 / (1 + e⁻ᶻ) with z = x·W + b. With the loss ½(y − t)² and plain
 * gradient descent, a step is the delta rule: W ← W + η · (t − y) · x for linear units, W ← W + η ·
 * (t − y) · y · (1 − y) · x for sigmoid ones. Shapes: x [batch, in], W [in, units], b [units], y
 * [batch, units]. W and b start as 0, which is no obstacle to a single layer. Default: linear.
 * Errors: an input of another rank. Source: Widrow and Hoff, "Adaptive switching circuits", 1960.
 *
 * @param units the number of units
 * @param sigmoid whether the sum goes through a sigmoid
 */
public record DeltaRule(int units, boolean sigmoid) implements Layer {
  /** Linear units. */
  public DeltaRule(int units) {
    this(units, false);
  }

  /** Checks the size. */
  public DeltaRule {
    Settings.positive("delta-rule", "units", units);
  }

  /** The same layer with or without a sigmoid. */
  public DeltaRule withSigmoid(boolean other) {
    return new DeltaRule(units, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.features("delta-rule", context, x);
    Node z = new Dense(units).withWeights(Constant.ZEROS).apply(x, context);
    return sigmoid ? new dev.ranvier.op.SigmoidOp().apply(z) : z;
  }
}
