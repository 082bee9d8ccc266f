package dev.ranvier.train.metric;

import dev.ranvier.tensor.TensorType;

/**
 * The mean of the errors' sizes.
 *
 * <p>Formula: (1/n) Σ |y − ŷ| over all numbers of all examples. Unit: that of the targets. Shapes:
 * predictions and targets alike.
 */
public record MeanAbsoluteError() implements Metric {
  @Override
  public String name() {
    return "mae";
  }

  @Override
  public boolean greaterIsBetter() {
    return false;
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Numbers.requireNumbers("mae", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Numbers.Mean(Math::abs, mean -> mean);
  }
}
