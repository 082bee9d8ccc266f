package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * The hinge loss of support vector machines, for targets of −1 and 1.
 *
 * <p>Formula: L = (1/n) Σ max(0, 1 − y·ŷ); derivative −y / n where y·ŷ is below 1, else 0.
 */
public record Hinge() implements ElementwiseLoss {
  @Override
  public Expression formula() {
    return constant(0).max(constant(1).minus(TARGET.times(PREDICTION)));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireSigns(this, targets, from, to);
  }
}
