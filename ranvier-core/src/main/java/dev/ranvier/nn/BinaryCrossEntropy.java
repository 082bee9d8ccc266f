package dev.ranvier.nn;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.graph.Node;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The logistic loss for targets of 0 and 1 (or probabilities between).
 *
 * <p>Formula: with p = σ(x) of logits x, or the outputs p themselves, L = −(1/n) Σ (y ln p + (1 −
 * y) ln(1 − p)). Of logits it is computed as max(x, 0) − x·y + ln(1 + e^(−|x|)), which does not
 * overflow, with derivative (σ(x) − y) / n; of probabilities, logarithms end at −100 and the
 * derivative is (p − y) / max(p·(1 − p), 1e-12), as in PyTorch. Unit: nats.
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
      Expression hit = TARGET.times(logarithm(PREDICTION));
      Expression rest = constant(1).minus(TARGET).times(logarithm(constant(1).minus(PREDICTION)));
      return hit.plus(rest).negate();
    }
    Expression size = PREDICTION.apply(UnaryFunction.ABSOLUTE);
    return PREDICTION
        .max(constant(0))
        .minus(PREDICTION.times(TARGET))
        .plus(size.negate().exp().plus(1).log());
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
  public Node prediction(Node output) {
    return logits ? new dev.ranvier.op.Sigmoid().apply(output) : output;
  }

  private static Expression logarithm(Expression probability) {
    return probability.log().max(constant(-100));
  }
}
