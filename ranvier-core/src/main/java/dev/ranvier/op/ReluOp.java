package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The rectifier: y = max(x, 0); derivative 1 for x above 0, else 0 (0 at the kink). */
public record ReluOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).max(constant(0));
  }

  @Override
  public Expression derivative(int argument) {
    return constant(0).lessThan(argument(1));
  }
}
