package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.function.DoubleUnaryOperator;

/** What metrics of numbers share: a check, and a mean over errors. */
final class Numbers {
  private Numbers() {}

  /** Checks that outputs and targets can be subtracted from one another. */
  static void requireNumbers(String metric, TensorType outputs, TensorType targets) {
    if (!outputs.shape().equals(targets.shape())) {
      throw new IllegalArgumentException(
          metric
              + ": compares numbers one by one, got outputs "
              + outputs
              + " and targets "
              + targets
              + "; for classes use accuracy, top-k, precision, recall, f1 or auc");
    }
  }

  /** The mean of a function of each error, and a function of that. */
  static final class Mean implements Metric.Tally {
    private final DoubleUnaryOperator each;
    private final DoubleUnaryOperator last;
    private double sum;
    private long count;

    Mean(DoubleUnaryOperator each, DoubleUnaryOperator last) {
      this.each = each;
      this.last = last;
    }

    @Override
    public void add(Tensor predictions, Tensor targets) {
      long elements = targets.shape().elements();
      for (long i = 0; i < elements; i++) {
        sum += each.applyAsDouble(targets.getDouble(i) - predictions.getDouble(i));
      }
      count += elements;
    }

    @Override
    public double value() {
      return last.applyAsDouble(sum / count);
    }

    @Override
    public double[] counted() {
      return new double[] {sum, count};
    }

    @Override
    public void restore(double[] counted) {
      sum = counted[0];
      count = (long) counted[1];
    }
  }
}
