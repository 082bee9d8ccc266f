package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * Swish in straight and parabolic pieces.
 *
 * <p>Formula: y = x · min(max(x + 3, 0), 6) / 6; derivative 0 up to −3, 1 from 3 on, (2x + 3) / 6
 * between. Source: Howard et al., "Searching for MobileNetV3", 2019 (arXiv 1905.02244).
 */
public record HardSwish() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.times(X.plus(3).max(constant(0)).min(constant(6))).over(6);
  }

  @Override
  public Expression derivative() {
    return select(
        X.greaterThan(constant(-3)),
        select(X.lessThan(constant(3)), X.over(3).plus(0.5), constant(1)),
        constant(0));
  }
}
