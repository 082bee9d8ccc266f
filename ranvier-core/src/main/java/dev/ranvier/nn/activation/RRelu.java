package dev.ranvier.nn.activation;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;
import dev.ranvier.op.Ops;
import dev.ranvier.op.UniformOp;
import dev.ranvier.setting.Settings;

/**
 * The rectifier whose slope below 0 is drawn anew for every number in training, and is the mean
 * slope in use.
 *
 * <p>Formula: y = x for x above 0, else α · x with α uniform between lower and upper, in use (lower
 * + upper) / 2; derivative 1 or α (α at the kink). Source: Xu et al., 2015 (arXiv 1505.00853).
 *
 * @param lower the least slope
 * @param upper the greatest slope
 */
public record RRelu(double lower, double upper) implements Activation {
  /** Slopes from 1/8 to 1/3. */
  public RRelu() {
    this(1.0 / 8, 1.0 / 3);
  }

  /** Checks the slopes. */
  public RRelu {
    Settings.range("rrelu", "lower", lower, "upper", upper);
  }

  /** The same layer with another least slope. */
  public RRelu withLower(double other) {
    return new RRelu(other, upper);
  }

  /** The same layer with another greatest slope. */
  public RRelu withUpper(double other) {
    return new RRelu(lower, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (!context.training()) {
      return new LeakyRelu((lower + upper) / 2).apply(x, context);
    }
    Node uniform = new UniformOp(x.shape()).apply(context.randomKey());
    Node slope = Ops.add(Ops.multiply(uniform, upper - lower), Ops.number(lower));
    return PRelu.rectified(kind(), x, slope);
  }
}
