package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.op.scalar.Expression;

/** The exponential: y = eˣ; derivative y. */
public record ExponentialOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).exp();
  }

  @Override
  public Expression derivative(int argument) {
    return argument(1);
  }
}
