package dev.ranvier.op.scalar;

import dev.ranvier.tensor.CounterRandom;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A formula over numbered arguments, as a tree.
 *
 * <p>It is data, not code: it can be evaluated, differentiated, joined with others and compiled
 * into a loop. Conditions are numbers, true when not zero.
 */
public sealed interface Expression {
  /** A number written in the formula. */
  record Constant(double value) implements Expression {}

  /** The i-th argument, from 0. */
  record Argument(int index) implements Expression {}

  /** A function of one expression. */
  record Unary(UnaryFunction function, Expression operand) implements Expression {}

  /** A function of two expressions. */
  record Binary(BinaryFunction function, Expression left, Expression right) implements Expression {}

  /** One of two expressions, by a condition; both are computed. */
  record Select(Expression condition, Expression whenTrue, Expression whenFalse)
      implements Expression {}

  /**
   * A uniform random number in [0, 1) for the element at hand: a function of an integer key and the
   * element's row-major index, see {@link CounterRandom#uniform}.
   */
  record Random(Expression key) implements Expression {}

  /** An argument. */
  static Expression argument(int index) {
    return new Argument(index);
  }

  /** A number. */
  static Expression constant(double value) {
    return new Constant(value);
  }

  /** A choice by a condition. */
  static Expression select(Expression condition, Expression whenTrue, Expression whenFalse) {
    return new Select(condition, whenTrue, whenFalse);
  }

  /** A function of this expression. */
  default Expression apply(UnaryFunction function) {
    return new Unary(function, this);
  }

  /** A function of this expression and another. */
  default Expression apply(BinaryFunction function, Expression right) {
    return new Binary(function, this, right);
  }

  /** The sum. */
  default Expression plus(Expression right) {
    return apply(BinaryFunction.ADD, right);
  }

  /** The sum with a number. */
  default Expression plus(double right) {
    return plus(constant(right));
  }

  /** The difference. */
  default Expression minus(Expression right) {
    return apply(BinaryFunction.SUBTRACT, right);
  }

  /** The difference to a number. */
  default Expression minus(double right) {
    return minus(constant(right));
  }

  /** The product. */
  default Expression times(Expression right) {
    return apply(BinaryFunction.MULTIPLY, right);
  }

  /** The product with a number. */
  default Expression times(double right) {
    return times(constant(right));
  }

  /** The quotient. */
  default Expression over(Expression right) {
    return apply(BinaryFunction.DIVIDE, right);
  }

  /** The quotient by a number. */
  default Expression over(double right) {
    return over(constant(right));
  }

  /** The greater of two. */
  default Expression max(Expression right) {
    return apply(BinaryFunction.MAXIMUM, right);
  }

  /** The smaller of two. */
  default Expression min(Expression right) {
    return apply(BinaryFunction.MINIMUM, right);
  }

  /** One where this is greater, else zero. */
  default Expression greaterThan(Expression right) {
    return right.apply(BinaryFunction.LESS, this);
  }

  /** One where this is smaller, else zero. */
  default Expression lessThan(Expression right) {
    return apply(BinaryFunction.LESS, right);
  }

  /** The negative. */
  default Expression negate() {
    return apply(UnaryFunction.NEGATE);
  }

  /** The square. */
  default Expression squared() {
    return times(this);
  }

  /** e to this power. */
  default Expression exp() {
    return apply(UnaryFunction.EXPONENTIAL);
  }

  /** e to this power less one, exact near 0 where that difference would round to nothing. */
  default Expression expm1() {
    return apply(UnaryFunction.EXPM1);
  }

  /** The natural logarithm. */
  default Expression log() {
    return apply(UnaryFunction.LOGARITHM);
  }

  /** The natural logarithm of one more than this, exact near 0 where that sum would round to 1. */
  default Expression log1p() {
    return apply(UnaryFunction.LOG1P);
  }

  /** The size. */
  default Expression absolute() {
    return apply(UnaryFunction.ABSOLUTE);
  }

  /** The square root. */
  default Expression sqrt() {
    return apply(UnaryFunction.SQUARE_ROOT);
  }

  /** The hyperbolic tangent. */
  default Expression tanh() {
    return apply(UnaryFunction.HYPERBOLIC_TANGENT);
  }

  /** The error function. */
  default Expression erf() {
    return apply(UnaryFunction.ERROR_FUNCTION);
  }

  /** The probability that a number of the standard normal distribution is at most this. */
  default Expression normalProbability() {
    return apply(UnaryFunction.NORMAL_PROBABILITY);
  }

  /** This expression with its direct parts replaced; leaves stay as they are. */
  default Expression mapParts(UnaryOperator<Expression> change) {
    return switch (this) {
      case Constant constant -> constant;
      case Argument argument -> argument;
      case Unary(UnaryFunction function, Expression operand) ->
          new Unary(function, change.apply(operand));
      case Binary(BinaryFunction function, Expression left, Expression right) ->
          new Binary(function, change.apply(left), change.apply(right));
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          new Select(change.apply(condition), change.apply(whenTrue), change.apply(whenFalse));
      case Random(Expression key) -> new Random(change.apply(key));
    };
  }

  /** The direct parts, in order. */
  default List<Expression> parts() {
    return switch (this) {
      case Constant constant -> List.of();
      case Argument argument -> List.of();
      case Unary unary -> List.of(unary.operand());
      case Binary binary -> List.of(binary.left(), binary.right());
      case Select select -> List.of(select.condition(), select.whenTrue(), select.whenFalse());
      case Random random -> List.of(random.key());
    };
  }

  /** This formula with every argument replaced by another formula. */
  default Expression substitute(List<Expression> arguments) {
    return this instanceof Argument(int index)
        ? arguments.get(index)
        : mapParts(part -> part.substitute(arguments));
  }

  /** This formula with some of its parts, as they stand here, replaced by others. */
  default Expression replace(Map<Expression, Expression> replacements) {
    Expression replacement = replacements.get(this);
    return replacement == null ? mapParts(part -> part.replace(replacements)) : replacement;
  }

  /** Whether the formula mentions an argument. */
  default boolean mentions(int argument) {
    return this instanceof Argument(int index)
        ? index == argument
        : parts().stream().anyMatch(part -> part.mentions(argument));
  }

  /**
   * The value for given arguments.
   *
   * @param arguments one number an argument
   * @param index the row-major index of the element at hand, for random numbers
   */
  default double evaluate(double[] arguments, int index) {
    return switch (this) {
      case Constant(double value) -> value;
      case Argument(int position) -> arguments[position];
      case Unary(UnaryFunction function, Expression operand) ->
          function.evaluate(operand.evaluate(arguments, index));
      case Binary(BinaryFunction function, Expression left, Expression right) ->
          function.evaluate(left.evaluate(arguments, index), right.evaluate(arguments, index));
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          condition.evaluate(arguments, index) != 0
              ? whenTrue.evaluate(arguments, index)
              : whenFalse.evaluate(arguments, index);
      case Random(Expression key) ->
          new CounterRandom((int) key.evaluate(arguments, index)).uniform(index);
    };
  }
}
