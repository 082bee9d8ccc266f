package dev.ranvier.train.metric;

import dev.ranvier.setting.Settings;

/**
 * The harmonic mean of precision and recall; 0 to 1.
 *
 * <p>Formula for a class: 2 · right / (examples of it + taken for it); then {@link Averaging}.
 *
 * @param averaging how the classes' values become one
 * @param classIndex the only class that counts; −1 for all
 */
public record F1Score(Averaging averaging, int classIndex) implements Score {
  /** The plain mean over the classes. */
  public F1Score() {
    this(Averaging.MACRO, -1);
  }

  /** Checks the class. */
  public F1Score {
    Settings.atLeast("f1", "class-index", classIndex, -1);
  }

  /** The same with another mean. */
  public F1Score withAveraging(Averaging other) {
    return new F1Score(other, classIndex);
  }

  /** The same of one class alone; −1 for all. */
  public F1Score withClassIndex(int other) {
    return new F1Score(averaging, other);
  }

  @Override
  public String score() {
    return "f1";
  }

  @Override
  public double of(ConfusionMatrix matrix, int index) {
    return matrix.f1(index);
  }
}
