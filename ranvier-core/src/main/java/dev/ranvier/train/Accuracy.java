package dev.ranvier.train;

import dev.ranvier.tensor.Tensor;

/**
 * The fraction of examples whose greatest prediction is that of the target class; 0 to 1.
 *
 * <p>Predictions [batch, classes], targets class indices [batch]. Of equal predictions the first
 * counts.
 */
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Tally start() {
    return new Counting();
  }

  /** The class of the greatest prediction in a row. */
  static int greatest(Tensor predictions, int row) {
    int classes = predictions.shape().size(1);
    long first = (long) row * classes;
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (predictions.getDouble(first + i) > predictions.getDouble(first + best)) {
        best = i;
      }
    }
    return best;
  }

  private static final class Counting implements Tally {
    private long right;
    private long all;

    @Override
    public void add(Tensor predictions, Tensor targets) {
      int rows = predictions.shape().size(0);
      for (int row = 0; row < rows; row++) {
        if (greatest(predictions, row) == (int) targets.getDouble(row)) {
          right++;
        }
      }
      all += rows;
    }

    @Override
    public double value() {
      return (double) right / all;
    }

    @Override
    public double[] counted() {
      return new double[] {right, all};
    }

    @Override
    public void restore(double[] counted) {
      right = (long) counted[0];
      all = (long) counted[1];
    }
  }
}
