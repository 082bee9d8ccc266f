package dev.ranvier.nn.regularizer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * Absolute values and squares together, also called elastic net.
 *
 * <p>Formula: penalty = λ₁ Σ |w| + λ₂ Σ w². Source: Zou and Hastie, "Regularization and variable
 * selection via the elastic net", 2005.
 *
 * @param l1 λ₁, at least 0
 * @param l2 λ₂, at least 0
 */
public record L1L2(double l1, double l2) implements Regularizer {
  /** Checks the rates. */
  public L1L2 {
    Settings.notNegative("l1-l2", "l1", l1);
    Settings.notNegative("l1-l2", "l2", l2);
  }

  @Override
  public Node penalty(Node values) {
    return Ops.add(new L1(l1).penalty(values), new L2(l2).penalty(values));
  }
}
