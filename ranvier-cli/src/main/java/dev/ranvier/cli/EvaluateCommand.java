package dev.ranvier.cli;

import dev.ranvier.catalog.Place;
import dev.ranvier.catalog.TrainedModel;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.run.Outcome;
import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.train.Accuracy;
import dev.ranvier.train.ConfusionMatrix;
import dev.ranvier.train.Evaluation;
import dev.ranvier.train.Metric;
import dev.ranvier.train.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier evaluate}: measures a trained model on test examples. */
@Command(
    name = "evaluate",
    description = "Measure a trained model on the test examples of a source.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "<run | model>", description = "The folder of a run or a model.")
  private Path path;

  @Option(names = "--data", paramLabel = "DIR", description = "The folder with the data's files.")
  private Path data;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Where examples come from, if not from the source the run was trained on.")
  private String source;

  @Option(names = "--batch", paramLabel = "N", description = "The examples of a step.")
  private int batch = 100;

  @Mixin private EngineOptions engine;
  @Mixin private Output output;

  @Override
  public Integer call() {
    SavedRun saved = SavedRun.at(path);
    if (batch < 1) {
      throw new IllegalArgumentException("--batch: must be at least 1, got " + batch);
    }
    Engine computing = engine.engine(saved);
    TrainedModel trained = saved.load();
    Dataset examples = examples(saved);
    requireFitting(trained, examples);
    long start = System.nanoTime();
    List<Metric> metrics = examples.classCount() > 0 ? List.of(new Accuracy()) : List.of();
    Evaluation evaluation =
        new Predictor(trained.model(), computing)
            .evaluate(
                examples,
                new Batching(batch).withNormalizer(trained.normalizer()),
                trained.loss(),
                metrics);
    Map<String, Object> result =
        result(saved, trained, evaluation, (System.nanoTime() - start) / 1e9);
    show(result, evaluation, examples.classNames());
    output.result(result);
    return 0;
  }

  private Dataset examples(SavedRun saved) {
    Map<String, Object> tree = new LinkedHashMap<>();
    ExperimentFile file = saved.experiment().orElseGet(() -> new ExperimentFile("evaluate", tree));
    if (source != null) {
      file.tree().put("data", new LinkedHashMap<>(Map.of("source", source)));
    }
    if (!file.tree().containsKey("data")) {
      throw new IllegalArgumentException(
          "evaluate: '"
              + path
              + "' is a model without the run it came from; name its data with --source NAME, and"
              + " --data DIR where they are files");
    }
    if (data != null) {
      file.set("data.folder", data.toAbsolutePath().normalize().toString(), "--data");
    }
    return DataSettings.of(file.tree().get("data"), Place.of("experiment").key("data")).test();
  }

  private static void requireFitting(TrainedModel trained, Dataset examples) {
    if (!examples.inputType().equals(trained.model().input())) {
      throw new IllegalArgumentException(
          "evaluate: the model takes inputs of "
              + trained.model().input()
              + ", the examples are "
              + examples.inputType()
              + "; name data of the kind it was trained on");
    }
    if (examples.classCount() != trained.classNames().size()) {
      throw new IllegalArgumentException(
          "evaluate: the model knows "
              + trained.classNames().size()
              + " classes, the examples have "
              + examples.classCount()
              + "; name data of the kind it was trained on");
    }
  }

  private Map<String, Object> result(
      SavedRun saved, TrainedModel trained, Evaluation evaluation, double seconds) {
    Map<?, ?> training = saved.metrics();
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String key : List.of("epochs", "train_loss", "validation_accuracy")) {
      tree.put(key, training.get(key));
    }
    tree.putAll(Outcome.test(evaluation));
    tree.put("seconds", seconds);
    tree.put("examples_per_second", evaluation.examples() / seconds);
    tree.put("parameters", trained.model().parameterCount());
    tree.put("run", path.toString());
    tree.put("classes", trained.classNames());
    tree.put("confusion", evaluation.confusion().map(Outcome::confusion).orElse(null));
    return tree;
  }

  private void show(Map<String, Object> result, Evaluation evaluation, List<String> classes) {
    Table table = new Table(2);
    table.row("examples", evaluation.examples());
    evaluation
        .metrics()
        .forEach((name, value) -> table.row(name, String.format(Locale.ROOT, "%.4f", value)));
    if (evaluation.confusion().isPresent()) {
      table.row("errors", result.get("test_errors"));
    }
    output.err().print(table);
    evaluation.confusion().ifPresent(matrix -> output.err().print("\n" + table(matrix, classes)));
  }

  private static Table table(ConfusionMatrix matrix, List<String> classes) {
    Table table = new Table(classes.size() + 1);
    List<Object> head = new ArrayList<>(List.of("true \\ predicted"));
    head.addAll(classes);
    table.row(head.toArray());
    for (int i = 0; i < classes.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(classes.get(i)));
      for (long count : matrix.counts()[i]) {
        row.add(count);
      }
      table.row(row.toArray());
    }
    return table;
  }
}
