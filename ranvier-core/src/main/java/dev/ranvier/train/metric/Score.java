package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A metric made of scores of single classes, which the confusion matrix gives; 0 to 1.
 *
 * <p>Shapes: predictions [batch, …, classes]; targets class indices [batch, …] or distributions.
 * The average is as in scikit-learn; a class whose denominator is 0 has the score 0.
 */
public interface Score extends Metric {
  /** How the classes' scores become one. */
  Averaging averaging();

  /** The only class that counts; −1 for all. */
  int classIndex();

  /** What is scored, in snake case. */
  String score();

  /** The score of one class. */
  double of(ConfusionMatrix matrix, int index);

  /** The score alone for the plain mean, else with what it is of: {@code recall_class_3}. */
  @Override
  default String name() {
    if (classIndex() >= 0) {
      return score() + "_class_" + classIndex();
    }
    return averaging() == Averaging.MACRO
        ? score()
        : score() + "_" + averaging().name().toLowerCase(Locale.ROOT);
  }

  @Override
  default boolean greaterIsBetter() {
    return true;
  }

  @Override
  default boolean needsPredictions(TensorType outputs) {
    return outputs.shape().size(-1) == 1; // else their order is enough
  }

  @Override
  default void requireFitting(TensorType outputs, TensorType targets) {
    Classified.requireClasses(score(), outputs, targets);
    int classes = Classified.classes(outputs);
    if (classIndex() >= classes) {
      throw new IllegalArgumentException(
          score()
              + ": class-index must be from 0 to "
              + (classes - 1)
              + ", the model's last class, got "
              + classIndex());
    }
  }

  @Override
  default Tally start() {
    return new Counting(this);
  }

  /** Counts which class was taken for which. */
  final class Counting implements Tally {
    private final Score score;
    private ConfusionMatrix matrix;

    Counting(Score score) {
      this.score = score;
    }

    @Override
    public void add(Tensor predictions, Tensor targets) {
      if (matrix == null) {
        matrix = new ConfusionMatrix(Classified.classes(predictions.type()));
      }
      matrix.add(predictions, targets);
    }

    @Override
    public double value() {
      if (matrix == null) {
        return Double.NaN;
      }
      return score.classIndex() >= 0
          ? score.of(matrix, score.classIndex())
          : matrix.mean(score.averaging(), index -> score.of(matrix, index));
    }

    @Override
    public double[] counted() {
      return matrix == null
          ? new double[0]
          : LongStream.concat(
                  Arrays.stream(matrix.counts()).flatMapToLong(Arrays::stream),
                  Arrays.stream(matrix.undecided()))
              .asDoubleStream()
              .toArray();
    }

    @Override
    public void restore(double[] counted) {
      // Older checkpoints hold a square alone, newer ones a row more: never a square again.
      int classes = (int) Math.sqrt(counted.length);
      matrix = classes == 0 ? null : new ConfusionMatrix(classes);
      for (int i = 0; i < classes * classes; i++) {
        matrix.counts()[i / classes][i % classes] = (long) counted[i];
      }
      for (int i = classes * classes; i < counted.length; i++) {
        matrix.undecided()[i - classes * classes] = (long) counted[i];
      }
    }
  }
}
