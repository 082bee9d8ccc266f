package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The sigmoid in three straight pieces.
 *
 * <p>Formula: y = min(max(x + 3, 0), 6) / 6; derivative 1/6 for x between −3 and 3, else 0 (0 at
 * the kinks). PyTorch's and Keras 3's; older Kerases have slope 1/5. Source: Courbariaux et al.,
 * 2015 (arXiv 1511.00363), with another slope.
 */
public record HardSigmoid() implements ElementwiseActivation {
  @Override
  public Expression formula() {
    return X.plus(3).max(constant(0)).min(constant(6)).over(6);
  }

  @Override
  public Expression derivative() {
    return select(
        X.apply(UnaryFunction.ABSOLUTE).lessThan(constant(3)), constant(1.0 / 6), constant(0));
  }
}
