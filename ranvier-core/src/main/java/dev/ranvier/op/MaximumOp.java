package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.op.scalar.Expression;

/** The greater: y = max(a, b); where both are equal the derivative goes to a. */
public record MaximumOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).max(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument == 0
        ? select(argument(0).lessThan(argument(1)), constant(0), constant(1))
        : argument(0).lessThan(argument(1));
  }
}
