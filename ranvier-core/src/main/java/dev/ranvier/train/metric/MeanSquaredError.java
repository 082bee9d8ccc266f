package dev.ranvier.train.metric;

import dev.ranvier.tensor.TensorType;

/**
 * The mean of the errors' squares.
 *
 * <p>Formula: (1/n) Σ (y − ŷ)² over all numbers of all examples. Unit: that of the targets,
 * squared. Shapes: predictions and targets alike.
 */
public record MeanSquaredError() implements Metric {
  @Override
  public String name() {
    return "mse";
  }

  @Override
  public boolean greaterIsBetter() {
    return false;
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Numbers.requireNumbers("mse", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Numbers.Mean(error -> error * error, mean -> mean);
  }
}
