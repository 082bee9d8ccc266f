package dev.ranvier.optim;

import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.minimum;
import static dev.ranvier.op.Ops.number;

import java.util.List;

/**
 * Keeps every element of the gradients within limits.
 *
 * <p>Formula: g ← min(max(g, −c), c).
 *
 * @param limit c, above 0
 * @param optimizer the optimizer inside
 */
public record ClipValue(double limit, Optimizer optimizer) implements Wrapper {

  /** Checks the settings. */
  public ClipValue {
    Settings.positive("clip-value", "limit", limit);
  }

  /** The same rule with another limit. */
  public ClipValue withLimit(double other) {
    return new ClipValue(other, optimizer);
  }

  @Override
  public ClipValue withOptimizer(Optimizer other) {
    return new ClipValue(limit, other);
  }

  @Override
  public List<Update> update(List<Parameter> parameters, Step step) {
    return optimizer.update(
        Parameter.withGradients(
            parameters, gradient -> minimum(maximum(gradient, number(-limit)), number(limit))),
        step);
  }
}
