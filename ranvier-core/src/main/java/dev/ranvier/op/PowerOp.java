package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.op.scalar.BinaryFunction;
import dev.ranvier.op.scalar.Expression;

/** The power: y = aᵇ for a above 0; derivatives b · aᵇ⁻¹ and y · ln a. */
public record PowerOp() implements Elementwise {
  @Override
  public int arity() {
    return 2;
  }

  @Override
  public Expression formula() {
    return argument(0).apply(BinaryFunction.POWER, argument(1));
  }

  @Override
  public Expression derivative(int argument) {
    return argument == 0
        ? argument(1).times(argument(0).apply(BinaryFunction.POWER, argument(1).minus(1)))
        : argument(2).times(argument(0).log());
  }
}
