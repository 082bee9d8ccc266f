package dev.ranvier.train.metric;

import dev.ranvier.setting.Settings;

/**
 * The fraction of the examples taken for a class that are of it; 0 to 1.
 *
 * <p>Formula for a class: right / taken for it; then {@link Averaging}.
 *
 * @param averaging how the classes' values become one
 * @param classIndex the only class that counts; −1 for all
 */
public record PrecisionScore(Averaging averaging, int classIndex) implements Score {
  /** The plain mean over the classes. */
  public PrecisionScore() {
    this(Averaging.MACRO, -1);
  }

  /** Checks the class. */
  public PrecisionScore {
    Settings.atLeast("precision", "class-index", classIndex, -1);
  }

  /** The same with another mean. */
  public PrecisionScore withAveraging(Averaging other) {
    return new PrecisionScore(other, classIndex);
  }

  /** The same of one class alone; −1 for all. */
  public PrecisionScore withClassIndex(int other) {
    return new PrecisionScore(averaging, other);
  }

  @Override
  public String score() {
    return "precision";
  }

  @Override
  public double of(ConfusionMatrix matrix, int index) {
    return matrix.precision(index);
  }
}
