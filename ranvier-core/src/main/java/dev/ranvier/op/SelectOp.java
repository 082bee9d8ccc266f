package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.op.scalar.Expression;

/**
 * The choice: y = a where the condition (input 0) is not 0, else b; no gradient to the condition.
 */
public record SelectOp() implements Elementwise {
  @Override
  public int arity() {
    return 3;
  }

  @Override
  public Expression formula() {
    return select(argument(0), argument(1), argument(2));
  }

  @Override
  public Expression derivative(int argument) {
    return switch (argument) {
      case 1 -> select(argument(0), constant(1), constant(0));
      case 2 -> select(argument(0), constant(0), constant(1));
      default -> constant(0);
    };
  }
}
