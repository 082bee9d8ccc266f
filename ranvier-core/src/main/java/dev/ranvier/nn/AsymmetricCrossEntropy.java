package dev.ranvier.nn;

import static dev.ranvier.op.scalar.Expression.constant;

import dev.ranvier.graph.Node;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;

/**
 * The logistic loss with a price for false positives and another for false negatives.
 *
 * <p>Formula: with p = σ(x) of logits x and targets y of 0 and 1, L = −(1/n) Σ (a · y ln p + b · (1
 * − y) ln(1 − p)), computed so that it does not overflow; derivative (b · (1 − y) · σ(x) − a · y ·
 * σ(−x)) / n. Unit: nats.
 *
 * @param falsePositive b, the price of taking a 0 for a 1, at least 0
 * @param falseNegative a, the price of taking a 1 for a 0, at least 0
 */
public record AsymmetricCrossEntropy(double falsePositive, double falseNegative)
    implements ElementwiseLoss {
  /** Checks the prices. */
  public AsymmetricCrossEntropy {
    Settings.notNegative("asymmetric-cross-entropy", "false-positive", falsePositive);
    Settings.notNegative("asymmetric-cross-entropy", "false-negative", falseNegative);
  }

  @Override
  public Expression formula() {
    Expression rest = PREDICTION.apply(UnaryFunction.ABSOLUTE).negate().exp().plus(1).log();
    Expression missed = PREDICTION.negate().max(constant(0)).plus(rest);
    Expression alarmed = PREDICTION.max(constant(0)).plus(rest);
    return priced(missed, alarmed);
  }

  @Override
  public Expression derivative() {
    Expression missed = constant(-1).over(PREDICTION.exp().plus(1));
    Expression alarmed = constant(1).over(PREDICTION.negate().exp().plus(1));
    return priced(missed, alarmed);
  }

  @Override
  public Node prediction(Node output) {
    return new dev.ranvier.op.Sigmoid().apply(output);
  }

  private Expression priced(Expression missed, Expression alarmed) {
    Expression negative = constant(1).minus(TARGET);
    return TARGET
        .times(missed)
        .times(falseNegative)
        .plus(negative.times(alarmed).times(falsePositive));
  }
}
