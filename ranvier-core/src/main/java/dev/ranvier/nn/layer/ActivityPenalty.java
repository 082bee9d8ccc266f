package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.regularizer.L1L2;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * Adds a penalty for the numbers that go through it to the loss, and passes them on as they are.
 *
 * <p>Formula: y = x, loss + (λ₁ Σ |x| + λ₂ Σ x²) / batch. Shapes: any.
 *
 * @param l1 λ₁, at least 0
 * @param l2 λ₂, at least 0
 */
public record ActivityPenalty(double l1, double l2) implements Layer {
  /** No penalty. */
  public ActivityPenalty() {
    this(0, 0);
  }

  /** Checks the rates. */
  public ActivityPenalty {
    Settings.notNegative("activity-penalty", "l1", l1);
    Settings.notNegative("activity-penalty", "l2", l2);
  }

  /** The same with another price of absolute values. */
  public ActivityPenalty withL1(double other) {
    return new ActivityPenalty(other, l2);
  }

  /** The same with another price of squares. */
  public ActivityPenalty withL2(double other) {
    return new ActivityPenalty(l1, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    context.penalize(Ops.multiply(new L1L2(l1, l2).penalty(x), 1.0 / x.shape().size(0)));
    return x;
  }
}
