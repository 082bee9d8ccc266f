package dev.ranvier.op.scalar;

import dev.ranvier.op.scalar.Expression.Argument;
import dev.ranvier.op.scalar.Expression.Binary;
import dev.ranvier.op.scalar.Expression.Constant;
import dev.ranvier.op.scalar.Expression.Random;
import dev.ranvier.op.scalar.Expression.Select;
import dev.ranvier.op.scalar.Expression.Unary;
import java.util.Locale;

/** Writes formulas for people: {@code (v0 * tanh(v1))}. */
public final class Notation {
  private Notation() {}

  /** The formula as text; argument i is written {@code v}i. */
  public static String of(Expression formula) {
    return switch (formula) {
      case Constant(double value) ->
          value == Math.rint(value) && Math.abs(value) < 1e6
              ? Long.toString((long) value)
              : Double.toString(value);
      case Argument(int index) -> "v" + index;
      case Unary(UnaryFunction function, Expression operand) ->
          function.name().toLowerCase(Locale.ROOT) + "(" + of(operand) + ")";
      case Binary(BinaryFunction function, Expression left, Expression right) ->
          "(" + of(left) + " " + function.symbol() + " " + of(right) + ")";
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          "(" + of(condition) + " ? " + of(whenTrue) + " : " + of(whenFalse) + ")";
      case Random(Expression key) -> "random(" + of(key) + ")";
    };
  }
}
