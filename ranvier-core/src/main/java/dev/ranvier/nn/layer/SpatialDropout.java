package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import dev.ranvier.op.UniformOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;

/**
 * Drops whole channels with a probability in training and scales the others up, so that nothing
 * changes in use: neighbouring pixels are too much alike for dropping them one by one.
 *
 * <p>Formula: y[n, …, c] = x[n, …, c] · m[n, c] / (1 − rate) with m = 0 with the probability rate,
 * else 1. Shapes: x and y [batch, …, channels]. Errors: an input without a channel axis. Source:
 * Tompson et al., 2015 (arXiv 1411.4280).
 *
 * @param rate the probability of dropping a channel, at least 0 and below 1
 */
public record SpatialDropout(double rate) implements Layer {
  /** Checks the rate. */
  public SpatialDropout {
    Settings.fraction("spatial-dropout", "rate", rate);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.channels("spatial-dropout", context, x);
    if (!context.training() || rate == 0) {
      return x;
    }
    Shape mask = x.shape();
    for (int axis = 1; axis < mask.rank() - 1; axis++) {
      mask = mask.with(axis, 1);
    }
    Node uniform = new UniformOp(mask).apply(context.randomKey());
    Node dropped = Ops.less(uniform, Ops.number(rate));
    return Ops.multiply(x, Ops.select(dropped, Ops.number(0), Ops.number(1 / (1 - rate))));
  }
}
