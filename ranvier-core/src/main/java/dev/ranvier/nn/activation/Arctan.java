package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The arc tangent as an activation.
 *
 * <p>Formula: y = arctan x, between −π/2 and π/2; derivative 1 / (x² + 1).
 */
public record Arctan() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.apply(UnaryFunction.ARC_TANGENT);
  }

  @Override
  public Expression derivative() {
    return constant(1).over(X.squared().plus(1));
  }
}
