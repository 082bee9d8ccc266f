package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.op.scalar.Expression;

/** The smaller: y = min(a, b); where both are equal the derivative goes to a. */
public record MinimumOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).min(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument == 0
        ? select(argument(1).lessThan(argument(0)), constant(0), constant(1))
        : argument(1).lessThan(argument(0));
  }
}
