package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.op.FormulaOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The rectifier whose slope below 0 is learned.
 *
 * <p>Formula: y = x for x above 0, else α · x; derivative by x 1 or α (α at the kink), by α 0 or x.
 * Shapes: x and y [batch, …, channels], α [channels], or [1] when shared. Source: He et al.,
 * "Delving Deep into Rectifiers", 2015 (arXiv 1502.01852).
 *
 * @param shared whether all channels share one slope
 * @param initial the slopes before training
 */
public record PRelu(boolean shared, double initial) implements Activation {
  /** A slope for every channel, first 0.25. */
  public PRelu() {
    this(false, 0.25);
  }

  /** Checks the settings. */
  public PRelu {
    Settings.finite("prelu", "initial", initial);
  }

  /** The same layer with one slope for all channels, or one for each. */
  public PRelu withShared(boolean other) {
    return new PRelu(other, initial);
  }

  /** The same layer with slopes that start elsewhere. */
  public PRelu withInitial(double other) {
    return new PRelu(shared, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Shape shape = Shape.of(shared ? 1 : x.shape().size(-1));
    Node slope = context.parameter("slope", shape, new Constant(initial), Fans.NONE);
    return rectified(kind(), x, slope);
  }

  /** x where it is above 0, else x times a slope. */
  static Node rectified(String name, Node x, Node slope) {
    Expression number = argument(0);
    Expression alpha = argument(1);
    Expression above = number.greaterThan(constant(0));
    return new FormulaOp(
            name,
            select(above, number, number.times(alpha)),
            List.of(select(above, constant(1), alpha), select(above, constant(0), number)))
        .apply(x, slope);
  }
}
