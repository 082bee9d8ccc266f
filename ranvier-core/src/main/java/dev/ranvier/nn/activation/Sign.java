package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The sign as an activation, the output of Rosenblatt's perceptron.
 *
 * <p>Formula: y = 1 for x above 0, −1 below, 0 at 0; derivative 0. Nothing before it learns by
 * gradients.
 */
public record Sign() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.apply(UnaryFunction.SIGN);
  }

  @Override
  public Expression derivative() {
    return constant(0);
  }
}
