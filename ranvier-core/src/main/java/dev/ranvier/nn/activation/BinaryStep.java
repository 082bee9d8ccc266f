package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * The Heaviside step, the output of McCulloch and Pitts's neuron.
 *
 * <p>Formula: y = 1 for x at least 0, else 0; derivative 0, also at the step. Nothing before it
 * learns by gradients.
 */
public record BinaryStep() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return select(X.lessThan(constant(0)), constant(0), constant(1));
  }

  @Override
  public Expression derivative() {
    return constant(0);
  }
}
