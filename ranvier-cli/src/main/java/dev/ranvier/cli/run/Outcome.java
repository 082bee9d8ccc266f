package dev.ranvier.cli.run;

import dev.ranvier.train.ConfusionMatrix;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers that come out of training and evaluation, as JSON has them. */
public final class Outcome {
  private Outcome() {}

  /** One epoch. */
  public static Map<String, Object> epoch(EpochRecord epoch) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epoch", epoch.epoch());
    tree.put("step", epoch.step());
    tree.put("learning_rate", epoch.learningRate());
    epoch
        .metrics()
        .forEach(
            (name, value) ->
                tree.put(name.startsWith("validation_") ? name : "train_" + name, value));
    tree.put("examples", epoch.examples());
    tree.put("seconds", epoch.seconds());
    return tree;
  }

  /** A measurement on the test examples, where they are classes with accuracy and errors. */
  public static Map<String, Object> test(Evaluation evaluation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("test_loss", evaluation.metrics().get("loss"));
    tree.put("test_accuracy", evaluation.metrics().get("accuracy"));
    tree.put("test_errors", evaluation.confusion().map(ConfusionMatrix::errors).orElse(null));
    tree.put("test_examples", evaluation.examples());
    return tree;
  }

  /** A confusion matrix as rows of counts: true classes down, predicted ones across. */
  public static List<Object> confusion(ConfusionMatrix matrix) {
    List<Object> rows = new ArrayList<>();
    for (long[] row : matrix.counts()) {
      List<Object> counts = new ArrayList<>();
      for (long count : row) {
        counts.add(count);
      }
      rows.add(counts);
    }
    return rows;
  }
}
