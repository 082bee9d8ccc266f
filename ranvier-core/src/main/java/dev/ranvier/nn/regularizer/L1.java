package dev.ranvier.nn.regularizer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.op.AbsoluteOp;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * The sum of absolute values: pulls weights to 0 at the same pace whatever their size, so that many
 * become 0.
 *
 * <p>Formula: penalty = λ Σ |w|; derivative λ · sign(w), 0 at 0. Source: Tibshirani, "Regression
 * shrinkage and selection via the lasso", 1996.
 *
 * @param rate λ, at least 0
 */
public record L1(double rate) implements Regularizer {
  /** Checks the rate. */
  public L1 {
    Settings.notNegative("l1", "rate", rate);
  }

  @Override
  public Node penalty(Node values) {
    return Ops.multiply(Ops.sum(new AbsoluteOp().apply(values)), rate);
  }
}
