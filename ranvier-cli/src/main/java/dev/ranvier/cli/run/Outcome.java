package dev.ranvier.cli.run;

import dev.ranvier.nn.Model;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.History;
import dev.ranvier.train.Stop;
import dev.ranvier.train.metric.ConfusionMatrix;
import dev.ranvier.train.metric.Evaluation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The numbers that come out of training and evaluation, as JSON has them. */
public final class Outcome {
  private static final String TRAIN = "train_";
  private static final List<String> ALWAYS = List.of("loss", "accuracy");

  private Outcome() {}

  /**
   * Of what and where a run is.
   *
   * @param folder the run's
   * @param model what was trained
   * @param seconds how long that took
   */
  public record Where(Path folder, Model model, double seconds) {}

  /** A whole run, as {@code metrics.json} has it. */
  public static Map<String, Object> run(
      History history, EpochRecord best, Optional<Evaluation> test, Where where) {
    double training = history.epochs().stream().mapToDouble(EpochRecord::seconds).sum();
    long examples = history.epochs().stream().mapToLong(EpochRecord::examples).sum();
    Map<String, Object> tree = training(history, best);
    tree.putAll(test.map(Outcome::test).orElseGet(Outcome::untested));
    tree.put("seconds", where.seconds());
    tree.put("examples_per_second", examples / training);
    tree.put("parameters", where.model().parameterCount());
    tree.put("run", where.folder().toString());
    tree.put("history", history.epochs().stream().map(Outcome::epoch).toList());
    return tree;
  }

  /** A training run: what was measured in its last epoch, and of the model that is kept. */
  public static Map<String, Object> training(History history, EpochRecord best) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epochs", history.epochs().size());
    tree.put("best_epoch", best.epoch());
    tree.put("stopped", history.stop().map(Outcome::stop).orElse(null));
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    history.metrics().forEach(metric -> names.add(metric.name()));
    names.forEach(name -> tree.put(TRAIN + name, history.last().metrics().get(name)));
    for (String name : names) {
      String validation = EpochRecord.VALIDATION + name;
      tree.put(validation, best.metrics().get(validation));
    }
    tree.put("generalization_gap", gap(best));
    return tree;
  }

  private static Map<String, Object> stop(Stop stop) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("criterion", stop.criterion().name());
    tree.put("reason", stop.reason());
    return tree;
  }

  private static Double gap(EpochRecord epoch) {
    OptionalDouble gap = epoch.generalizationGap();
    return gap.isPresent() ? gap.getAsDouble() : null;
  }

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
                tree.put(name.startsWith(EpochRecord.VALIDATION) ? name : TRAIN + name, value));
    epoch.generalizationGap().ifPresent(gap -> tree.put("generalization_gap", gap));
    tree.put("examples", epoch.examples());
    tree.put("seconds", epoch.seconds());
    return tree;
  }

  /** A measurement on the test examples, where they are classes with errors. */
  public static Map<String, Object> test(Evaluation evaluation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    names.addAll(evaluation.metrics().keySet());
    names.forEach(name -> tree.put("test_" + name, evaluation.metrics().get(name)));
    tree.put("test_errors", evaluation.confusion().map(ConfusionMatrix::errors).orElse(null));
    tree.put("test_targets", evaluation.confusion().map(ConfusionMatrix::targets).orElse(null));
    tree.put("test_examples", evaluation.examples());
    return tree;
  }

  /** What there is of a measurement where there are no test examples. */
  private static Map<String, Object> untested() {
    Map<String, Object> tree = new LinkedHashMap<>();
    ALWAYS.forEach(name -> tree.put("test_" + name, null));
    List.of("test_errors", "test_targets", "test_examples").forEach(key -> tree.put(key, null));
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

  /** What the confusion matrix says of each class. */
  public static List<Object> classes(ConfusionMatrix matrix, List<String> names) {
    List<Object> classes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("class", names.get(i));
      tree.put("precision", matrix.precision(i));
      tree.put("recall", matrix.recall(i));
      tree.put("f1", matrix.f1(i));
      tree.put("examples", matrix.examples(i));
      classes.add(tree);
    }
    return classes;
  }
}
