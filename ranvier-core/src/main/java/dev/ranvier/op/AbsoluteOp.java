package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/** The absolute value: y = |x|; derivative sign(x), 0 at 0. */
public record AbsoluteOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).apply(UnaryFunction.ABSOLUTE);
  }

  @Override
  public Expression derivative(int argument) {
    return argument(0).apply(UnaryFunction.SIGN);
  }
}
