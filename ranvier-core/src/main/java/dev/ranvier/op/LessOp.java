package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The comparison: y = 1 where a is smaller than b, else 0; no gradient. */
public record LessOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).lessThan(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return constant(0);
  }
}
