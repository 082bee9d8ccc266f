package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import dev.ranvier.op.UniformOp;
import dev.ranvier.setting.Settings;

/**
 * Drops each value with a probability in training and scales the others up, so that nothing changes
 * in use.
 *
 * <p>Formula: y = x · m / (1 − rate) with m = 1 where a uniform number is at least the rate, else 0
 * (inverted dropout). Source: Srivastava et al., 2014, who scale the weights down in use instead.
 *
 * @param rate the probability of dropping a value, at least 0 and below 1
 */
public record Dropout(double rate) implements Layer {
  /** Checks the rate. */
  public Dropout {
    Settings.fraction("dropout", "rate", rate);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (!context.training() || rate == 0) {
      return x;
    }
    Node uniform = new UniformOp(x.shape()).apply(context.randomKey());
    Node dropped = Ops.less(uniform, Ops.number(rate));
    return Ops.select(dropped, Ops.number(0), Ops.multiply(x, 1 / (1 - rate)));
  }
}
