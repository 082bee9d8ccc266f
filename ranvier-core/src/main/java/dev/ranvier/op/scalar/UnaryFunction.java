package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.constant;

import java.util.function.DoubleUnaryOperator;

/** The functions of one number that formulas are made of, each with its derivative. */
public enum UnaryFunction {
  /** −x. */
  NEGATE(x -> -x),
  /** |x|; derivative 0 at 0. */
  ABSOLUTE(Math::abs),
  /** −1, 0 or 1; derivative 0. */
  SIGN(Math::signum),
  /** The greatest whole number not above x; derivative 0. */
  FLOOR(Math::floor),
  /** √x. */
  SQUARE_ROOT(Math::sqrt),
  /** eˣ. */
  EXPONENTIAL(Math::exp),
  /** eˣ − 1, exact near 0. */
  EXPM1(Math::expm1),
  /** ln x. */
  LOGARITHM(Math::log),
  /** ln(1 + x), exact near 0. */
  LOG1P(Math::log1p),
  /** tanh x. */
  HYPERBOLIC_TANGENT(Math::tanh),
  /** erf x = 2/√π · ∫₀ˣ exp(−t²) dt. */
  ERROR_FUNCTION(ErrorFunction::of),
  /** Φ x: the probability that a number of the standard normal distribution is at most x. */
  NORMAL_PROBABILITY(ErrorFunction::normalProbability),
  /** arctan x. */
  ARC_TANGENT(Math::atan);

  private final DoubleUnaryOperator definition;

  UnaryFunction(DoubleUnaryOperator definition) {
    this.definition = definition;
  }

  /** The value at x. */
  public double evaluate(double x) {
    return definition.applyAsDouble(x);
  }

  /**
   * The derivative as a formula.
   *
   * @param x the operand
   * @param y this function of the operand, where the derivative is shorter in terms of it
   */
  Expression derivative(Expression x, Expression y) {
    return switch (this) {
      case NEGATE -> constant(-1);
      case ABSOLUTE -> x.apply(SIGN);
      case SIGN, FLOOR -> constant(0);
      case SQUARE_ROOT -> constant(0.5).over(y);
      case EXPONENTIAL -> y;
      case EXPM1 -> x.exp();
      case LOGARITHM -> constant(1).over(x);
      case LOG1P -> constant(1).over(x.plus(1));
      case HYPERBOLIC_TANGENT -> constant(1).minus(y.squared());
      case ERROR_FUNCTION -> constant(2 / Math.sqrt(Math.PI)).times(x.squared().negate().exp());
      case NORMAL_PROBABILITY -> x.squared().times(-0.5).exp().times(1 / Math.sqrt(2 * Math.PI));
      case ARC_TANGENT -> constant(1).over(x.squared().plus(1));
    };
  }
}
