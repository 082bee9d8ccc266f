package dev.ranvier.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Weights of examples by their class.
 *
 * <pre>{@code
 * ClassWeights balanced = ClassWeights.balanced(training);
 * trainer.fit(balanced.of(training), fit.withValidation(balanced.of(validation)));
 * }</pre>
 *
 * @param weights how much the examples of each class count, by its index
 */
public record ClassWeights(List<Double> weights) {
  /** Copies the list. */
  public ClassWeights {
    weights = List.copyOf(weights);
  }

  /**
   * Weights by which every class counts the same: n / (K · nₖ) for the nₖ of n examples that are of
   * one of K classes, as in scikit-learn. Their mean over the examples is 1.
   *
   * @throws DataException when the examples have no classes, or a class no example
   */
  public static ClassWeights balanced(Dataset training) {
    int classes = requireClasses(training);
    int[] counts = new int[classes];
    float[] target = new float[1];
    for (int i = 0; i < training.size(); i++) {
      training.copyTarget(i, target, 0);
      counts[(int) target[0]]++;
    }
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      if (counts[i] == 0) {
        throw new DataException(
            "weights: cannot balance classes of which one, '"
                + training.classNames().get(i)
                + "', has none of the "
                + training.size()
                + " examples; use more examples or weights of your own");
      }
      weights.add((double) training.size() / ((double) classes * counts[i]));
    }
    return new ClassWeights(weights);
  }

  /**
   * A view of examples whose weights these are, in the place of any they had.
   *
   * @throws DataException when the examples are not of as many classes
   */
  public Dataset of(Dataset examples) {
    if (requireClasses(examples) != weights.size()) {
      throw new DataException(
          "weights: there are "
              + weights.size()
              + " weights of classes, the examples have "
              + examples.classCount()
              + " classes; give one weight a class");
    }
    float[] each = new float[examples.size()];
    float[] target = new float[1];
    for (int i = 0; i < each.length; i++) {
      examples.copyTarget(i, target, 0);
      each[i] = weights.get((int) target[0]).floatValue();
    }
    return examples.withWeights(each);
  }

  private static int requireClasses(Dataset examples) {
    if (examples.classCount() == 0 || examples.targetType().shape().rank() > 0) {
      throw new DataException(
          "weights: weights by class need examples of one class each, got targets of "
              + examples.targetType()
              + (examples.classCount() == 0 ? " that are no classes" : "")
              + "; give every example a weight of its own");
    }
    return examples.classCount();
  }
}
