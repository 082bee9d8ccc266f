package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * What the perceptron makes small, for targets of −1 and 1.
 *
 * <p>Formula: L = (1/n) Σ max(0, −y·ŷ); derivative −y / n where y·ŷ is at most 0, else 0: at the
 * kink too, so that a perceptron that starts at zero learns. Source: Rosenblatt, "The perceptron",
 * 1958.
 */
public record PerceptronCriterion() implements ElementwiseLoss {
  @Override
  public Expression formula() {
    return TARGET.times(PREDICTION).negate().max(constant(0));
  }

  @Override
  public Expression derivative() {
    return select(constant(0).lessThan(TARGET.times(PREDICTION)), constant(0), TARGET.negate());
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireSigns(this, targets, from, to);
  }
}
