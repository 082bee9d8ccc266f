package dev.ranvier.train.metric;

import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * The fraction of examples whose class is among the k with the greatest predictions; 0 to 1.
 *
 * <p>Of equal predictions the first counts as the greater, so that k = 1 is the accuracy. Shapes:
 * predictions [batch, …, classes]; targets class indices [batch, …] or distributions. Errors: k
 * above the number of classes.
 *
 * @param k at least 1
 */
public record TopK(int k) implements Metric {
  /** Checks k. */
  public TopK {
    Settings.positive("top-k", "k", k);
  }

  @Override
  public String name() {
    return "top_" + k;
  }

  @Override
  public boolean greaterIsBetter() {
    return true;
  }

  @Override
  public boolean needsPredictions(TensorType outputs) {
    return outputs.shape().size(-1) == 1; // else their order is enough
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Classified.requireClasses("top-k", outputs, targets);
    int classes = Classified.classes(outputs);
    if (k > classes) {
      throw new IllegalArgumentException(
          "top-k: k must be at most the number of classes, "
              + classes
              + ", got "
              + k
              + "; every example would count as right");
    }
  }

  @Override
  public Tally start() {
    return new Counting(k);
  }

  private static final class Counting implements Tally {
    private final int k;
    private long right;
    private long all;

    Counting(int k) {
      this.k = k;
    }

    @Override
    public void add(Tensor predictions, Tensor targets) {
      Classified batch = new Classified(predictions, targets);
      for (int row = 0; row < batch.rows(); row++) {
        int target = batch.target(row);
        if (target >= 0) {
          right += rank(batch, row, target) < k ? 1 : 0;
          all++;
        }
      }
    }

    /**
     * How many classes come before the target; all where a prediction is NaN, which is never right.
     */
    private static int rank(Classified batch, int row, int target) {
      double own = batch.score(row, target);
      if (Double.isNaN(own)) {
        return batch.classes();
      }
      int before = 0;
      for (int i = 0; i < batch.classes(); i++) {
        double other = batch.score(row, i);
        before += Double.isNaN(other) || other > own || other == own && i < target ? 1 : 0;
      }
      return before;
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
