package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.scalar.Expression;

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
    return logarithmic
        ? PREDICTION.exp().minus(TARGET.times(PREDICTION))
        : PREDICTION.minus(TARGET.times(PREDICTION.plus(1e-8).log()));
  }

  @Override
  public Node prediction(Node output) {
    return logarithmic ? Ops.exp(output) : output;
  }
}
