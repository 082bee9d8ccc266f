package dev.ranvier.nn.activation;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseActivation;
import dev.ranvier.nn.initializer.LecunNormal;
import dev.ranvier.op.scalar.Expression;

/**
 * The self-normalizing exponential linear unit: keeps mean 0 and variance 1 from layer to layer.
 *
 * <p>Formula: y = λ · x for x above 0, else λ · α · (eˣ − 1), with λ = 1.0507… and α = 1.6732…;
 * derivative λ or y + λ · α (λ · α at 0). Goes with {@link LecunNormal}. Source: Klambauer et al.,
 * 2017 (arXiv 1706.02515).
 */
public record Selu() implements ElementwiseActivation {
  private static final double SCALE = 1.0507009873554804934193349852946;
  private static final double ALPHA = 1.6732632423543772848170429916717;

  @Override
  public Expression formula() {
    return select(
        X.greaterThan(constant(0)),
        X.times(SCALE),
        X.min(constant(0)).expm1().times(SCALE * ALPHA));
  }

  @Override
  public Expression derivative() {
    return select(X.greaterThan(constant(0)), constant(SCALE), Y.plus(SCALE * ALPHA));
  }
}
