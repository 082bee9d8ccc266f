package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The logistic loss for targets of 0 and 1 (or probabilities between).
 *
 * <p>Formula: with p = σ(x) of logits x, or the outputs p themselves, L = −(1/n) Σ (y ln p + (1 −
 * y) ln(1 − p)). Of logits it is computed as |x| · s + ln(1 + e^(−|x|)), where s is y for x below
 * 0, else 1 − y, which does not overflow, with derivative (σ(x) − y) / n; of probabilities,
 * logarithms end at −100 and the derivative is (p − y) / max(p·(1 − p), 1e-12), as in PyTorch.
 * Unit: nats.
 *
 * @param logits whether outputs are logits (without a sigmoid at the model's end)
 */
public record BinaryCrossEntropy(boolean logits) implements ElementwiseLoss {
  /** From logits. */
  public BinaryCrossEntropy() {
    this(true);
  }

  /** The same loss from logits or from probabilities. */
  public BinaryCrossEntropy withLogits(boolean other) {
    return new BinaryCrossEntropy(other);
  }

  @Override
  public Expression formula() {
    if (!logits) {
      Expression hit = TARGET.times(bounded(PREDICTION.log()));
      Expression rest = constant(1).minus(TARGET).times(bounded(PREDICTION.negate().log1p()));
      return hit.plus(rest).negate();
    }
    // How much of the logit counts against the target: none of an infinite one that is right.
    Expression size = PREDICTION.absolute();
    Expression share = select(PREDICTION.lessThan(constant(0)), TARGET, constant(1).minus(TARGET));
    return select(share, size.times(share), constant(0)).plus(size.negate().exp().log1p());
  }

  @Override
  public Expression derivative() {
    if (!logits) {
      Expression variance = PREDICTION.times(constant(1).minus(PREDICTION));
      return PREDICTION.minus(TARGET).over(variance.max(constant(1e-12)));
    }
    return constant(1).over(PREDICTION.negate().exp().plus(1)).minus(TARGET);
  }

  @Override
  public Expression derivativeByTarget() {
    // Not the derivative of the formula where the share is 0, which is of one choice alone.
    return logits
        ? PREDICTION.negate()
        : bounded(PREDICTION.negate().log1p()).minus(bounded(PREDICTION.log()));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireProbabilities(this, targets, from, to);
  }

  @Override
  public List<String> applied() {
    return logits ? List.of("sigmoid") : List.of();
  }

  @Override
  public Node prediction(Node output) {
    return logits ? new dev.ranvier.op.SigmoidOp().apply(output) : output;
  }

  private static Expression bounded(Expression logarithm) {
    return logarithm.max(constant(-100));
  }
}
