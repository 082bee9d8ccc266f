package dev.ranvier.optim;

import dev.ranvier.graph.Node;
import dev.ranvier.op.EqualOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/** Functions of numbers that rules and wrappers need and no layer does; none has a gradient. */
final class Steps {
  private static final PointwiseOp FLOOR =
      new PointwiseOp("floor", 1, Expression.argument(0).apply(UnaryFunction.FLOOR));
  private static final PointwiseOp SIGN =
      new PointwiseOp(
          "sign",
          1,
          Expression.select(
              Expression.constant(Float.MAX_VALUE)
                  .lessThan(Expression.argument(0).apply(UnaryFunction.ABSOLUTE)),
              Expression.argument(0),
              Expression.argument(0).apply(UnaryFunction.SIGN)));

  private Steps() {}

  /** −1, 0 or 1; of an infinite number itself: no step hides that a gradient has overflowed. */
  static Node sign(Node x) {
    return SIGN.apply(x);
  }

  /** How often a whole number goes into a scalar. */
  static Node times(Node number, int divisor) {
    return FLOOR.apply(Ops.divide(number, Ops.number(divisor)));
  }

  /** 1 where a whole number divides a scalar, else 0. */
  static Node divides(int divisor, Node number) {
    return new EqualOp().apply(Ops.multiply(times(number, divisor), divisor), number);
  }

  /** 1 at the first step, else 0. */
  static Node first(Optimizer.Step step) {
    return new EqualOp().apply(step.number(), Ops.number(1));
  }
}
