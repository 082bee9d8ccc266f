package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

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
    Expression miss = part(TARGET.times(falseNegative), missed());
    Expression alarm = part(constant(1).minus(TARGET).times(falsePositive), alarmed());
    return miss.plus(alarm);
  }

  @Override
  public Expression derivative() {
    Expression missed = constant(-1).over(PREDICTION.exp().plus(1));
    Expression alarmed = constant(1).over(PREDICTION.negate().exp().plus(1));
    Expression negative = constant(1).minus(TARGET);
    return TARGET
        .times(missed)
        .times(falseNegative)
        .plus(negative.times(alarmed).times(falsePositive));
  }

  @Override
  public Expression derivativeByTarget() {
    return missed().times(falseNegative).minus(alarmed().times(falsePositive));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireProbabilities(this, targets, from, to);
  }

  @Override
  public List<String> applied() {
    return List.of("sigmoid");
  }

  @Override
  public Node prediction(Node output) {
    return new dev.ranvier.op.SigmoidOp().apply(output);
  }

  /** What costs nothing adds nothing, also where it is infinite. */
  private static Expression part(Expression price, Expression loss) {
    return select(price, price.times(loss), constant(0));
  }

  /** −ln σ(x). */
  private static Expression missed() {
    return PREDICTION.negate().max(constant(0)).plus(rest());
  }

  /** −ln σ(−x). */
  private static Expression alarmed() {
    return PREDICTION.max(constant(0)).plus(rest());
  }

  private static Expression rest() {
    return PREDICTION.absolute().negate().exp().log1p();
  }
}
