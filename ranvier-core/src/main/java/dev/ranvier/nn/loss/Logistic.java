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
 * The logistic loss for targets of −1 and 1.
 *
 * <p>Formula: of logits x, L = (1/n) Σ ln(1 + e^(−y·x)), computed so that it does not overflow,
 * with derivative −y / (1 + e^(y·x)) / n; of probabilities p of a target of 1, L = −(1/n) Σ ln p
 * where y is above 0, else −(1/n) Σ ln(1 − p), with logarithms that end at −100. Unit: nats.
 * Source: Aggarwal, "Neural Networks and Deep Learning", 2018.
 *
 * @param logits whether outputs are logits (without a sigmoid at the model's end)
 */
public record Logistic(boolean logits) implements ElementwiseLoss {
  /** From logits. */
  public Logistic() {
    this(true);
  }

  /** The same loss from logits or from probabilities. */
  public Logistic withLogits(boolean other) {
    return new Logistic(other);
  }

  @Override
  public Expression formula() {
    if (!logits) {
      Expression hit = PREDICTION.log();
      Expression miss = PREDICTION.negate().log1p();
      return select(constant(0).lessThan(TARGET), hit, miss).max(constant(-100)).negate();
    }
    Expression against = TARGET.times(PREDICTION).negate();
    return against.max(constant(0)).plus(against.absolute().negate().exp().log1p());
  }

  @Override
  public Expression derivative() {
    if (!logits) {
      return chance().negate().over(chance().squared().max(constant(1e-24)));
    }
    return TARGET.negate().over(TARGET.times(PREDICTION).exp().plus(1));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireSigns(this, targets, from, to);
  }

  @Override
  public List<String> applied() {
    return logits ? List.of("sigmoid") : List.of();
  }

  @Override
  public Node prediction(Node output) {
    return logits ? new dev.ranvier.op.SigmoidOp().apply(output) : output;
  }

  private static Expression chance() {
    return TARGET.times(0.5).minus(0.5).plus(PREDICTION);
  }
}
