package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The square root: y = √x; derivative 1/(2y). */
public record SquareRootOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).sqrt();
  }

  @Override
  public Expression derivative(int argument) {
    return constant(0.5).over(argument(1));
  }
}
