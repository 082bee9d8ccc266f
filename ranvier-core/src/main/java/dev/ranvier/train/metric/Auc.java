package dev.ranvier.train.metric;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The area under the ROC curve: how likely an example of a class is held for it more than an
 * example that is not; 0.5 by chance, 1 at best.
 *
 * <p>Formula: with n₁ examples of the class and n₀ others, (R − n₁·(n₁+1)/2) / (n₁·n₀), where R is
 * the sum of the ranks of the first among the predictions of all, equal ones sharing their mean
 * rank. A prediction that is NaN ranks where it is wrong: below all for an example of the class,
 * above all for another. Of two classes that of class 1; of more the plain mean over one class
 * against the rest, over the classes that occur; not a number, which the log says, where only one
 * does. Shapes: predictions [batch, …, classes]; targets class indices [batch, …] or distributions.
 * Exact: keeps every prediction, four bytes each. Source: Hanley and McNeil, 1982.
 */
public record Auc() implements Metric {
  private static final Logger LOG = LoggerFactory.getLogger(Auc.class);
  private static final float BELOW_ALL = Float.NEGATIVE_INFINITY;
  private static final float ABOVE_ALL = Float.POSITIVE_INFINITY;

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public boolean greaterIsBetter() {
    return true;
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    Classified.requireClasses("auc", outputs, targets);
  }

  @Override
  public Tally start() {
    return new Keeping();
  }

  /** Predictions and classes of all examples, batch by batch. */
  private static final class Keeping implements Tally {
    private final List<float[]> scores = new ArrayList<>();
    private final List<int[]> targets = new ArrayList<>();
    private int classes;

    @Override
    public void add(Tensor predictions, Tensor wanted) {
      Classified batch = new Classified(predictions, wanted);
      classes = batch.classes();
      int rows = batch.rows();
      float[] score = new float[rows * classes];
      int[] target = new int[rows];
      for (int row = 0; row < rows; row++) {
        target[row] = batch.target(row);
        for (int i = 0; i < classes; i++) {
          score[row * classes + i] = (float) batch.score(row, i);
        }
      }
      scores.add(score);
      targets.add(target);
    }

    @Override
    public double value() {
      double value = mean();
      if (Double.isNaN(value)) {
        LOG.warn("auc: all examples are of one class, so no area is defined; it is NaN");
      }
      return value;
    }

    private double mean() {
      if (classes == 2) {
        return area(1);
      }
      double sum = 0;
      int count = 0;
      for (int index = 0; index < classes; index++) {
        double area = area(index);
        if (!Double.isNaN(area)) {
          sum += area;
          count++;
        }
      }
      return sum / count;
    }

    private double area(int index) {
      int size = targets.stream().mapToInt(batch -> batch.length).sum();
      long[] ranked = new long[size];
      int count = 0;
      for (int i = 0; i < targets.size(); i++) {
        int[] target = targets.get(i);
        for (int row = 0; row < target.length; row++) {
          if (target[row] >= 0) {
            float score = scores.get(i)[row * classes + index];
            boolean own = target[row] == index;
            float ranks = Float.isNaN(score) ? own ? BELOW_ALL : ABOVE_ALL : score;
            ranked[count++] = rankable(ranks) << 1 | (own ? 1 : 0);
          }
        }
      }
      Arrays.sort(ranked, 0, count);
      return area(ranked, count);
    }

    /** A number that orders as the score does: the bits of negative floats run backwards. */
    private static long rankable(float score) {
      int bits = Float.floatToIntBits(score + 0f); // −0 becomes 0
      return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    /** The area of sorted scores with, as their last bit, whether each is of the class. */
    private static double area(long[] ranked, int count) {
      double rankSum = 0;
      long positives = 0;
      int to;
      for (int from = 0; from < count; from = to) {
        long equalPositives = 0;
        for (to = from; to < count && ranked[to] >> 1 == ranked[from] >> 1; to++) {
          equalPositives += ranked[to] & 1;
        }
        rankSum += equalPositives * (from + 1 + to) / 2.0;
        positives += equalPositives;
      }
      long negatives = count - positives;
      return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /** The number of classes, then for each example its class and the scores of all classes. */
    @Override
    public double[] counted() {
      DoubleStream.Builder counted = DoubleStream.builder().add(classes);
      for (int i = 0; i < targets.size(); i++) {
        for (int row = 0; row < targets.get(i).length; row++) {
          counted.add(targets.get(i)[row]);
          for (int index = 0; index < classes; index++) {
            counted.add(scores.get(i)[row * classes + index]);
          }
        }
      }
      return counted.build().toArray();
    }

    @Override
    public void restore(double[] counted) {
      classes = (int) counted[0];
      int rows = (counted.length - 1) / (classes + 1);
      float[] score = new float[rows * classes];
      int[] target = new int[rows];
      for (int row = 0; row < rows; row++) {
        int at = 1 + row * (classes + 1);
        target[row] = (int) counted[at];
        for (int index = 0; index < classes; index++) {
          score[row * classes + index] = (float) counted[at + 1 + index];
        }
      }
      scores.add(score);
      targets.add(target);
    }
  }
}
