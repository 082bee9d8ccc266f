package dev.ranvier.optim;

import static dev.ranvier.op.Ops.less;
import static dev.ranvier.op.Ops.maximum;
import static dev.ranvier.op.Ops.minimum;
import static dev.ranvier.op.Ops.number;
import static dev.ranvier.op.Ops.select;

import dev.ranvier.graph.Node;
import dev.ranvier.op.AbsoluteOp;
import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * Keeps every element of the gradients within limits.
 *
 * <p>Formula: g ← min(max(g, −c), c). An infinite gradient stays, so that training ends.
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
    return optimizer.update(Parameter.withGradients(parameters, this::clipped), step);
  }

  private Node clipped(Node gradient) {
    Node within = minimum(maximum(gradient, number(-limit)), number(limit));
    Node infinite = less(number(Float.MAX_VALUE), new AbsoluteOp().apply(gradient));
    return select(infinite, gradient, within);
  }
}
