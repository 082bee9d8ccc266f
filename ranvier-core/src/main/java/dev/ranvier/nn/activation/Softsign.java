package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The number divided by one more than its size.
 *
 * <p>Formula: y = x / (1 + |x|), between −1 and 1; derivative 1 / (1 + |x|)². Source: Bergstra et
 * al., "Quadratic polynomials learn better image features", 2009.
 */
public record Softsign() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.over(X.apply(UnaryFunction.ABSOLUTE).plus(1));
  }

  @Override
  public Expression derivative() {
    return constant(1).over(X.apply(UnaryFunction.ABSOLUTE).plus(1).squared());
  }
}
