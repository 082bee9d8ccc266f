package dev.ranvier.train.metric;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * A batch read as classes: which class each row is of, and how likely each class was held.
 *
 * <p>Shapes: predictions [batch, …, classes] with class indices [batch, …] (those outside the
 * classes count nothing) or distributions of the predictions' shape; or a single prediction [batch,
 * …, 1], the probability of class 1 against class 0, with targets of the same shape.
 *
 * @param predictions what was predicted
 * @param targets what was wanted
 */
record Classified(Tensor predictions, Tensor targets) {
  /** Checks that outputs and targets can be read so. */
  static void requireClasses(String metric, TensorType outputs, TensorType targets) {
    Shape shape = outputs.shape();
    boolean indices = shape.rank() > 1 && targets.shape().equals(shape.remove(shape.axis(-1)));
    if (!indices && !targets.shape().equals(shape) || shape.rank() < 2) {
      throw new IllegalArgumentException(
          metric
              + ": needs outputs [batch, …, classes] and class indices or distributions, got outputs "
              + outputs
              + " and targets "
              + targets
              + "; for numbers use mae, mse, rmse or r2");
    }
  }

  /** How many classes outputs of a type tell apart. */
  static int classes(TensorType outputs) {
    return Math.max(2, outputs.shape().size(-1));
  }

  int classes() {
    return classes(predictions.type());
  }

  /** The number of decisions: examples, or positions of them. */
  int rows() {
    return (int) (predictions.shape().elements() / width());
  }

  /** The class a row is of; −1 where it counts nothing. */
  int target(int row) {
    boolean indices = targets.shape().rank() < predictions.shape().rank();
    if (width() == 1 && !indices) {
      return targets.getDouble(row) > 0.5 ? 1 : 0;
    }
    if (!indices) {
      return greatest(targets, row);
    }
    int index = (int) targets.getDouble(row);
    return index >= 0 && index < width() ? index : -1;
  }

  /**
   * The class a row was taken for, of equal ones the first; −1, which is no class, where a
   * prediction is NaN.
   */
  int greatest(int row) {
    if (width() > 1 || targets.shape().rank() < predictions.shape().rank()) {
      return greatest(predictions, row); // one class alone is always taken
    }
    double prediction = predictions.getDouble(row);
    return Double.isNaN(prediction) ? -1 : prediction > 0.5 ? 1 : 0;
  }

  /** How likely a class was held. */
  double score(int row, int index) {
    if (width() == 1) {
      return index == 1 ? predictions.getDouble(row) : 1 - predictions.getDouble(row);
    }
    return predictions.getDouble((long) row * width() + index);
  }

  private int width() {
    return predictions.shape().size(-1);
  }

  private int greatest(Tensor values, int row) {
    int width = width();
    long first = (long) row * width;
    int best = 0;
    for (int i = 0; i < width; i++) {
      double value = values.getDouble(first + i);
      if (Double.isNaN(value)) {
        return -1;
      }
      best = value > values.getDouble(first + best) ? i : best;
    }
    return best;
  }
}
