package dev.ranvier.train.metric;

import dev.ranvier.tensor.TensorType;

/**
 * The root of the mean of the errors' squares.
 *
 * <p>Formula: √((1/n) Σ (y − ŷ)²) over all numbers of all examples, not a mean over batches. Unit:
 * that of the targets. Shapes: predictions and targets alike.
 */
public record RootMeanSquaredError() implements Metric {
  @Override
  public String name() {
    return "rmse";
  }

  @Override
  public boolean greaterIsBetter() {
    return false;
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Numbers.requireNumbers("rmse", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Numbers.Mean(error -> error * error, Math::sqrt);
  }
}
