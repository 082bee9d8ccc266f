package dev.ranvier.nn.regularizer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * The sum of squares: pulls weights to 0 in proportion to their size.
 *
 * <p>Formula: penalty = λ Σ w²; derivative 2λw. With plain gradient descent at rate α this is
 * weight decay: w ← w · (1 − 2αλ) − α · ∂L/∂w.
 *
 * @param rate λ, at least 0
 */
public record L2(double rate) implements Regularizer {
  /** Checks the rate. */
  public L2 {
    Settings.notNegative("l2", "rate", rate);
  }

  @Override
  public Node penalty(Node values) {
    return Ops.multiply(Ops.sum(Ops.square(values)), rate);
  }
}
