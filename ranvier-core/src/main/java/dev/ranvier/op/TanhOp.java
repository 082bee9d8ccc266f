package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression;

/** The hyperbolic tangent: y = tanh x; derivative 1 − y². */
public record TanhOp() implements Elementwise {
  @Override
  public int arity() {
    return 1;
  }

  @Override
  public Expression formula() {
    return argument(0).tanh();
  }

  @Override
  public Expression derivative(int argument) {
    return constant(1).minus(argument(1).squared());
  }
}
