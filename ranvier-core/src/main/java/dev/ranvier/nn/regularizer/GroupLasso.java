package dev.ranvier.nn.regularizer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.PerExample;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.nn.Units;
import dev.ranvier.op.Ops;
import dev.ranvier.setting.Settings;

/**
 * The sum of the lengths of all units' weight vectors: whole units (a convolution's filters) become
 * 0 together.
 *
 * <p>Formula: penalty = λ √n Σ over units of √(Σ w²), where n is the number of weights of a unit
 * and the last axis counts units; derivative λ √n · w / |w|, 0 for units shorter than 1e-12.
 * Source: Yuan and Lin, "Model selection and estimation in regression with grouped variables",
 * 2006.
 *
 * @param rate λ, at least 0
 */
public record GroupLasso(double rate) implements Regularizer {
  private static final double LEAST_LENGTH = 1e-12;

  /** Checks the rate. */
  public GroupLasso {
    Settings.notNegative("group-lasso", "rate", rate);
  }

  @Override
  public Node penalty(Node values) {
    Node lengths = PerExample.length(values, Units.weights(values), LEAST_LENGTH);
    double size = (double) values.shape().elements() / values.shape().size(-1);
    return Ops.multiply(Ops.sum(lengths), rate * Math.sqrt(size));
  }
}
