package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.op.scalar.Expression;

/** The product element by element: y = a · b; derivatives b and a. */
public record MultiplyOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).times(argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument(1 - argument);
  }
}
