package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.op.scalar.Expression;

/** The square: y = x²; derivative 2x. */
public record SquareOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).squared();
  }

  @Override
  public Expression derivative(int argument) {
    return argument(0).times(2);
  }
}
