package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The logistic sigmoid: y = 1 / (1 + e⁻ˣ); derivative y · (1 − y). */
public record SigmoidOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return constant(1).over(argument(0).negate().exp().plus(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument(1).times(constant(1).minus(argument(1)));
  }
}
