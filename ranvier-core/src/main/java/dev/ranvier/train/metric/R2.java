package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * The coefficient of determination: which part of the targets' variance is predicted; 1 at best, 0
 * for a constant mean, below 0 for worse.
 *
 * <p>Formula: 1 − Σ (y − ŷ)² / Σ (y − ȳ)², for each number of an example by itself; then their
 * plain mean, as in scikit-learn. A number that is the same in all targets counts 1 where it is
 * predicted without error, else 0. Shapes: predictions and targets alike. The targets' squares are
 * summed around their running mean (Welford), so that large means cost no digits.
 */
public record R2() implements Metric {
  @Override
  public String name() {
    return "r2";
  }

  @Override
  public boolean greaterIsBetter() {
    return true;
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Numbers.requireNumbers("r2", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Variances();
  }

  private static final class Variances implements Tally {
    private long count;
    private double[] mean = new double[0];
    private double[] around;
    private double[] unexplained;

    @Override
    public void add(Tensor predictions, Tensor targets) {
      int rows = targets.shape().size(0);
      int width = (int) (targets.shape().elements() / rows);
      if (count == 0) {
        begin(width);
      }
      for (int row = 0; row < rows; row++) {
        count++;
        for (int i = 0; i < width; i++) {
          double target = targets.getDouble((long) row * width + i);
          double error = target - predictions.getDouble((long) row * width + i);
          double fromMean = target - mean[i];
          mean[i] += fromMean / count;
          around[i] += fromMean * (target - mean[i]);
          unexplained[i] += error * error;
        }
      }
    }

    @Override
    public double value() {
      double sum = 0;
      for (int i = 0; i < mean.length; i++) {
        double constant = unexplained[i] == 0 ? 1 : 0;
        sum += around[i] == 0 ? constant : 1 - unexplained[i] / around[i];
      }
      return sum / mean.length;
    }

    /** The count, then for each number mean, squares around it and unexplained squares. */
    @Override
    public double[] counted() {
      double[] counted = new double[1 + 3 * mean.length];
      counted[0] = count;
      for (int i = 0; i < mean.length; i++) {
        counted[1 + 3 * i] = mean[i];
        counted[2 + 3 * i] = around[i];
        counted[3 + 3 * i] = unexplained[i];
      }
      return counted;
    }

    @Override
    public void restore(double[] counted) {
      count = (long) counted[0];
      begin(counted.length / 3);
      for (int i = 0; i < mean.length; i++) {
        mean[i] = counted[1 + 3 * i];
        around[i] = counted[2 + 3 * i];
        unexplained[i] = counted[3 + 3 * i];
      }
    }

    private void begin(int width) {
      mean = new double[width];
      around = new double[width];
      unexplained = new double[width];
    }
  }
}
