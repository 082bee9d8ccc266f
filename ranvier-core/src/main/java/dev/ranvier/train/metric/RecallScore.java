package dev.ranvier.train.metric;

import dev.ranvier.setting.Settings;

/**
 * The fraction of the examples of a class that are taken for it; 0 to 1.
 *
 * <p>Formula for a class: right / examples of it; then {@link Averaging}.
 *
 * @param averaging how the classes' values become one
 * @param classIndex the only class that counts; −1 for all
 */
public record RecallScore(Averaging averaging, int classIndex) implements Score {
  /** The plain mean over the classes. */
  public RecallScore() {
    this(Averaging.MACRO, -1);
  }

  /** Checks the class. */
  public RecallScore {
    Settings.atLeast("recall", "class-index", classIndex, -1);
  }

  /** The same with another mean. */
  public RecallScore withAveraging(Averaging other) {
    return new RecallScore(other, classIndex);
  }

  /** The same of one class alone; −1 for all. */
  public RecallScore withClassIndex(int other) {
    return new RecallScore(averaging, other);
  }

  @Override
  public String score() {
    return "recall";
  }

  @Override
  public double of(ConfusionMatrix matrix, int index) {
    return matrix.recall(index);
  }
}
