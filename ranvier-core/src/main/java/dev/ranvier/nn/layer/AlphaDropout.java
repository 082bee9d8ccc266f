package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import dev.ranvier.op.UniformOp;
import dev.ranvier.setting.Settings;

/**
 * Dropout that keeps mean 0 and variance 1, for networks of SELU units: dropped values become the
 * unit's least value. Nothing changes in use.
 *
 * <p>Formula: y = a · (x or α') + b, where a value is α' = −1.7580993 with the probability rate,
 * with a = 1 / √((1 − rate) · (1 + rate · α'²)) and b = −a · rate · α'. Source: Klambauer et al.,
 * "Self-normalizing neural networks", 2017 (arXiv 1706.02515).
 *
 * @param rate the probability of dropping a value, at least 0 and below 1
 */
public record AlphaDropout(double rate) implements Layer {
  /** −λ·α of SELU: what it tends to. */
  private static final double LEAST = -1.0507009873554805 * 1.6732632423543772;

  /** Checks the rate. */
  public AlphaDropout {
    Settings.fraction("alpha-dropout", "rate", rate);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (!context.training() || rate == 0) {
      return x;
    }
    double factor = 1 / Math.sqrt((1 - rate) * (1 + rate * LEAST * LEAST));
    Node uniform = new UniformOp(x.shape()).apply(context.randomKey());
    Node dropped = Ops.less(uniform, Ops.number(rate));
    Node kept = Ops.select(dropped, Ops.number(LEAST), x);
    return Ops.add(Ops.multiply(kept, factor), Ops.number(-factor * rate * LEAST));
  }
}
