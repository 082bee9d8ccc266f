package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.op.scalar.Expression.Argument;
import dev.ranvier.op.scalar.Expression.Binary;
import dev.ranvier.op.scalar.Expression.Constant;
import dev.ranvier.op.scalar.Expression.Random;
import dev.ranvier.op.scalar.Expression.Select;
import dev.ranvier.op.scalar.Expression.Unary;

/** Symbolic differentiation of scalar expressions, with the obvious simplifications. */
public final class Differentiation {
  private Differentiation() {}

  /** The partial derivative of a formula by one of its arguments. */
  public static Expression derivative(Expression formula, int argument) {
    return switch (formula) {
      case Constant constant -> constant(0);
      case Random random -> constant(0);
      case Argument(int index) -> constant(index == argument ? 1 : 0);
      case Unary unary ->
          product(
              derivative(unary.operand(), argument),
              unary.function().derivative(unary.operand(), unary));
      case Binary(BinaryFunction function, Expression left, Expression right) ->
          sum(
              product(derivative(left, argument), function.derivativeByLeft(left, right)),
              product(derivative(right, argument), function.derivativeByRight(left, right)));
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          choice(condition, derivative(whenTrue, argument), derivative(whenFalse, argument));
    };
  }

  private static Expression choice(Expression condition, Expression a, Expression b) {
    return a.equals(b) ? a : Expression.select(condition, a, b);
  }

  private static Expression sum(Expression a, Expression b) {
    if (isNumber(a, 0)) {
      return b;
    }
    return isNumber(b, 0) ? a : a.plus(b);
  }

  private static Expression product(Expression a, Expression b) {
    if (isNumber(a, 0) || isNumber(b, 0)) {
      return constant(0);
    }
    if (isNumber(a, 1)) {
      return b;
    }
    return isNumber(b, 1) ? a : a.times(b);
  }

  private static boolean isNumber(Expression expression, double number) {
    return expression instanceof Constant(double value) && value == number;
  }
}
