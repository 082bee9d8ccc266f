package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The natural logarithm: y = ln x; derivative 1/x. */
public record LogarithmOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).log();
  }

  @Override
  public Expression derivative(int argument) {
    return constant(1).over(argument(0));
  }
}
