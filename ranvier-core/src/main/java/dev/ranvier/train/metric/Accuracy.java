package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * The fraction of examples that are taken for their class; 0 to 1.
 *
 * <p>An example is taken for the class with the greatest prediction, of equal ones for the first;
 * with a single prediction for class 1 if it is above 0.5. Shapes: predictions [batch, …, classes];
 * targets class indices [batch, …] or distributions.
 */
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
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
    Classified.requireClasses("accuracy", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Counting();
  }

  private static final class Counting implements Tally {
    private long right;
    private long all;

    @Override
    public void add(Tensor predictions, Tensor targets) {
      Classified batch = new Classified(predictions, targets);
      int rows = batch.rows();
      for (int row = 0; row < rows; row++) {
        int target = batch.target(row);
        if (target >= 0) {
          right += batch.greatest(row) == target ? 1 : 0;
          all++;
        }
      }
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
