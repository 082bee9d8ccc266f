package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import java.util.function.DoubleBinaryOperator;

/** The functions of two numbers that formulas are made of, each with its derivatives. */
public enum BinaryFunction {
  /** a + b. */
  ADD("+", Double::sum),
  /** a − b. */
  SUBTRACT("-", (a, b) -> a - b),
  /** a · b. */
  MULTIPLY("*", (a, b) -> a * b),
  /** a / b. */
  DIVIDE("/", (a, b) -> a / b),
  /** The greater; where both are equal the derivative goes to the left. */
  MAXIMUM("max", Math::max),
  /** The smaller; where both are equal the derivative goes to the left. */
  MINIMUM("min", Math::min),
  /** a to the power b, for a above 0 (or a constant b). */
  POWER("^", Math::pow),
  /** 1 where a is smaller, else 0; derivative 0. */
  LESS("<", (a, b) -> a < b ? 1 : 0),
  /** 1 where both are equal, else 0; derivative 0. */
  EQUAL("==", (a, b) -> a == b ? 1 : 0);

  private final String symbol;
  private final DoubleBinaryOperator definition;

  BinaryFunction(String symbol, DoubleBinaryOperator definition) {
    this.symbol = symbol;
    this.definition = definition;
  }

  /** How it is written between its operands. */
  public String symbol() {
    return symbol;
  }

  /** The value at (a, b). */
  public double evaluate(double a, double b) {
    return definition.applyAsDouble(a, b);
  }

  /** The derivative by the left operand, as a formula. */
  Expression derivativeByLeft(Expression a, Expression b) {
    return switch (this) {
      case ADD, SUBTRACT -> constant(1);
      case MULTIPLY -> b;
      case DIVIDE -> constant(1).over(b);
      case MAXIMUM -> select(a.lessThan(b), constant(0), constant(1));
      case MINIMUM -> select(b.lessThan(a), constant(0), constant(1));
      case POWER -> b.times(a.apply(POWER, b.minus(1)));
      case LESS, EQUAL -> constant(0);
    };
  }

  /** The derivative by the right operand, as a formula. */
  Expression derivativeByRight(Expression a, Expression b) {
    return switch (this) {
      case ADD -> constant(1);
      case SUBTRACT -> constant(-1);
      case MULTIPLY -> a;
      case DIVIDE -> a.over(b.squared()).negate();
      case MAXIMUM -> a.lessThan(b);
      case MINIMUM -> b.lessThan(a);
      case POWER -> a.apply(POWER, b).times(a.log());
      case LESS, EQUAL -> constant(0);
    };
  }
}
