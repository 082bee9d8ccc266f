package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The quotient: y = a / b; derivatives 1/b and −y/b. */
public record DivideOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).over(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument == 0 ? constant(1).over(argument(1)) : argument(2).over(argument(1)).negate();
  }
}
