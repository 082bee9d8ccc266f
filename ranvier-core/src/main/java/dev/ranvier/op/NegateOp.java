package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The negative: y = −x; derivative −1. */
public record NegateOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).negate();
  }

  @Override
  public Expression derivative(int argument) {
    return constant(-1);
  }
}
