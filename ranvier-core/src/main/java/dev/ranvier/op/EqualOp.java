package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.BinaryFunction;
import dev.ranvier.op.scalar.Expression;

/** The comparison: y = 1 where a equals b, else 0; no gradient. */
public record EqualOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).apply(BinaryFunction.EQUAL, argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return constant(0);
  }
}
