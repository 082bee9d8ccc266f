package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.Ops;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * The negative logarithm of the probability of a count that is Poisson distributed.
 *
 * <p>Formula: of the rate's logarithm x, L = (1/n) Σ (eˣ − y·x); of the rate r, L = (1/n) Σ (r − y
 * ln(r + 1e-8)). The term ln y!, which no gradient sees, is left out. Unit: nats.
 *
 * @param logarithmic whether outputs are logarithms of rates
 */
public record Poisson(boolean logarithmic) implements ElementwiseLoss {
  /** From logarithms of rates. */
  public Poisson() {
    this(true);
  }

  /** The same loss from logarithms of rates or from rates. */
  public Poisson withLogarithmic(boolean other) {
    return new Poisson(other);
  }

  @Override
  public Expression formula() {
    // No count of a rate of 0 is certain: its infinite logarithm is not multiplied by 0.
    return logarithmic
        ? PREDICTION.exp().minus(select(TARGET, TARGET.times(PREDICTION), constant(0)))
        : PREDICTION.minus(TARGET.times(PREDICTION.plus(1e-8).log()));
  }

  @Override
  public Expression derivativeByTarget() {
    return (logarithmic ? PREDICTION : PREDICTION.plus(1e-8).log()).negate();
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    Targets.requireCounts(this, targets, from, to);
  }

  @Override
  public Node prediction(Node output) {
    return logarithmic ? Ops.exp(output) : output;
  }
}
