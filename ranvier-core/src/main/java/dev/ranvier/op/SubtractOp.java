package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The difference: y = a − b; derivatives 1 and −1. */
public record SubtractOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).minus(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return constant(argument == 0 ? 1 : -1);
  }
}
