package dev.ranvier.train;

import dev.ranvier.tensor.Tensor;

/**
 * How often each class was taken for each: rows are the true classes, columns the predicted ones.
 *
 * @param counts examples by true and predicted class
 */
public record ConfusionMatrix(long[][] counts) {
  /** An empty matrix. */
  public ConfusionMatrix(int classes) {
    this(new long[classes][classes]);
  }

  /** Counts a batch: predictions [batch, classes] and class indices [batch]. */
  public void add(Tensor predictions, Tensor targets) {
    for (int row = 0; row < predictions.shape().size(0); row++) {
      counts[(int) targets.getDouble(row)][Accuracy.greatest(predictions, row)]++;
    }
  }

  /** The examples that were taken for another class. */
  public long errors() {
    long errors = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        errors += i == j ? 0 : counts[i][j];
      }
    }
    return errors;
  }
}
