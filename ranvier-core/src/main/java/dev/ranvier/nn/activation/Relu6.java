package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;

/**
 * The rectifier that ends at 6.
 *
 * <p>Formula: y = min(max(x, 0), 6); derivative 1 between 0 and 6, else 0 (0 at the kinks). Source:
 * Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010.
 */
public record Relu6() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.max(constant(0)).min(constant(6));
  }

  @Override
  public Expression derivative() {
    return X.greaterThan(constant(0)).times(X.lessThan(constant(6)));
  }
}
