package dev.ranvier.nn.loss;

import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;

import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.UnaryFunction;
import dev.ranvier.setting.Settings;

/**
 * The squared difference near the target and the absolute one beyond.
 *
 * <p>Formula: with e = ŷ − y, L = (1/n) Σ (e² / 2 where |e| is at most δ, else δ · (|e| − δ / 2)).
 * Source: Huber, "Robust estimation of a location parameter", 1964.
 *
 * @param delta δ, from where on differences count linearly, above 0
 */
public record Huber(double delta) implements ElementwiseLoss {
  /** δ = 1. */
  public Huber() {
    this(1);
  }

  /** Checks δ. */
  public Huber {
    Settings.positive("huber", "delta", delta);
  }

  /** The same loss with another δ. */
  public Huber withDelta(double other) {
    return new Huber(other);
  }

  @Override
  public Expression formula() {
    Expression error = PREDICTION.minus(TARGET);
    Expression size = error.apply(UnaryFunction.ABSOLUTE);
    Expression beyond = size.minus(delta / 2).times(delta);
    return select(size.greaterThan(constant(delta)), beyond, error.squared().times(0.5));
  }
}
