package dev.ranvier.train.metric;

import dev.ranvier.data.Dataset;
import dev.ranvier.tensor.Tensor;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each: rows are the true classes, columns the predicted ones.
 *
 * @param counts examples by true and predicted class
 * @param undecided examples by true class whose prediction is NaN; they count as errors
 */
public record ConfusionMatrix(long[][] counts, long[] undecided) {
  /** An empty matrix. */
  public ConfusionMatrix(int classes) {
    this(new long[classes][classes], new long[classes]);
  }

  /** An empty matrix for some examples, where they have classes. */
  public static Optional<ConfusionMatrix> of(Dataset data) {
    return data.classCount() > 0
        ? Optional.of(new ConfusionMatrix(data.classCount()))
        : Optional.empty();
  }

  /**
   * Counts a batch: predictions [batch, …, classes], and class indices [batch, …] or distributions.
   */
  public void add(Tensor predictions, Tensor targets) {
    Classified batch = new Classified(predictions, targets);
    for (int row = 0; row < batch.rows(); row++) {
      int target = batch.target(row);
      int taken = batch.greatest(row);
      if (target >= 0 && taken >= 0) {
        counts[target][taken]++;
      } else if (target >= 0) {
        undecided[target]++;
      }
    }
  }

  /** The examples that were taken for another class. */
  public long errors() {
    return targets() - right();
  }

  /** How many targets there were: one an example, or one a place of a sequence. */
  public long targets() {
    return IntStream.range(0, counts.length).mapToLong(this::examples).sum();
  }

  /** The examples of a class. */
  public long examples(int index) {
    return undecided[index]
        + IntStream.range(0, counts.length).mapToLong(other -> counts[index][other]).sum();
  }

  /** The examples taken for a class. */
  public long taken(int index) {
    return IntStream.range(0, counts.length).mapToLong(other -> counts[other][index]).sum();
  }

  /** The fraction of the examples taken for a class that are of it; 0 where there are none. */
  public double precision(int index) {
    return ratio(counts[index][index], taken(index));
  }

  /** The fraction of the examples of a class that are taken for it; 0 where there are none. */
  public double recall(int index) {
    return ratio(counts[index][index], examples(index));
  }

  /** The harmonic mean of a class's precision and recall; 0 where there are no such examples. */
  public double f1(int index) {
    return ratio(2 * counts[index][index], examples(index) + taken(index));
  }

  /** The mean of a score of single classes; micro is the fraction of examples that are right. */
  double mean(Averaging averaging, IntToDoubleFunction score) {
    IntStream classes = IntStream.range(0, counts.length);
    return switch (averaging) {
      case MACRO ->
          classes
              .filter(index -> examples(index) + taken(index) > 0)
              .mapToDouble(score)
              .average()
              .orElse(Double.NaN);
      case WEIGHTED ->
          classes.mapToDouble(index -> examples(index) * score.applyAsDouble(index)).sum()
              / targets();
      case MICRO -> (double) right() / targets();
    };
  }

  private long right() {
    return IntStream.range(0, counts.length).mapToLong(index -> counts[index][index]).sum();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
