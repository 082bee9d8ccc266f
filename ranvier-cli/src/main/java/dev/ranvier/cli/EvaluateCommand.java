package dev.ranvier.cli;

import dev.ranvier.catalog.Place;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.experiment.TrainSettings;
import dev.ranvier.cli.experiment.Yaml;
import dev.ranvier.cli.run.Outcome;
import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Loss;
import dev.ranvier.train.Predictor;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier evaluate}: measures a trained model, or several as one, on test examples. */
@Command(
    name = "evaluate",
    description = "Measure a trained model, or several that vote, on a source's test examples.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<run | model>",
      arity = "1..*",
      description = "The folder of a run, of a model, or of several models; several vote.")
  private List<Path> paths;

  @Mixin private VotingOptions voting;

  @Option(
      names = "--metrics",
      paramLabel = "NAME,...",
      description =
          "What to measure beside the loss, for instance f1,auc,{top-k: 3}; if not given, what the"
              + " run measured.")
  private List<String> metrics = List.of();

  @Option(names = "--data", paramLabel = "DIR", description = "The folder with the data's files.")
  private Path data;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Where examples come from, if not from the source the run was trained on.")
  private String source;

  @Option(
      names = "--test-file",
      paramLabel = "FILE",
      description = "A CSV file with the examples of a table to measure on, in the data's folder.")
  private Path testFile;

  @Option(names = "--batch", paramLabel = "N", description = "The examples of a step.")
  private int batch = 100;

  @Mixin private EngineOptions engine;
  @Mixin private Output output;

  @Override
  public Integer call() {
    List<SavedRun> saved = SavedRun.allAt(paths);
    voting.requireMembers(saved.size());
    if (batch < 1) {
      throw new IllegalArgumentException("--batch: must be at least 1, got " + batch);
    }
    List<Engine> engines = saved.stream().map(engine::engine).toList();
    List<TrainedModel> models = saved.stream().map(SavedRun::load).toList();
    Dataset examples = examples(saved.getFirst(), models.getFirst());
    models.forEach(model -> requireFitting(model, examples));
    long start = System.nanoTime();
    Loss loss = models.getFirst().loss();
    Evaluation evaluation =
        evaluate(models, engines, examples, metrics(saved.getFirst(), examples, loss));
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Object> result = result(saved, models, evaluation, seconds);
    new EvaluationReport(evaluation, examples.classNames()).print(output.text());
    output.result(result);
    return 0;
  }

  private Evaluation evaluate(
      List<TrainedModel> models, List<Engine> engines, Dataset examples, List<Metric> wanted) {
    if (models.size() > 1) {
      Loss loss = models.getFirst().loss();
      List<Metric> metrics = wanted.stream().map(metric -> metric.forLoss(loss)).toList();
      Dataset normalized = examples.normalized(models.getFirst().normalizer());
      return Evaluation.of(voting.ensemble(models, engines)::predict, normalized, batch, metrics);
    }
    TrainedModel only = models.getFirst();
    return new Predictor(only.model(), engines.getFirst())
        .evaluate(
            examples, new Batching(batch).withNormalizer(only.normalizer()), only.loss(), wanted);
  }

  /** What is asked for, else what the run measured, else what is usual. */
  private List<Metric> metrics(SavedRun saved, Dataset examples, Loss loss) {
    if (!metrics.isEmpty()) {
      Place place = Place.of("--metrics");
      return TrainSettings.metrics(Yaml.read("[" + String.join(",", metrics) + "]", place), place);
    }
    List<Metric> measured =
        source != null
            ? List.of()
            : saved.experiment().map(file -> file.experiment().train().metrics()).orElse(List.of());
    return measured.isEmpty() ? Metric.standard(examples, loss) : measured;
  }

  private Dataset examples(SavedRun saved, TrainedModel model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    ExperimentFile file = saved.experiment().orElseGet(() -> new ExperimentFile("evaluate", tree));
    if (source != null) {
      file.tree().put("data", new LinkedHashMap<>(Map.of("source", source)));
    }
    if (!file.tree().containsKey("data")) {
      throw new IllegalArgumentException(
          "evaluate: '"
              + saved.path()
              + "' is a model without the run it came from; name its data with --source NAME, and"
              + " --data DIR where they are files");
    }
    if (data != null) {
      file.set("data.folder", data.toAbsolutePath().normalize().toString(), "--data");
    }
    if (testFile != null) {
      file.set("data.source.table.test-file", testFile.toString(), "--test-file");
    }
    DataSettings settings =
        DataSettings.of(file.tree().get("data"), Place.of("experiment").key("data"));
    return settings
        .test(model.schema())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "evaluate: the data of '"
                        + saved.path()
                        + "' hold no test examples (held-out is 0); name a table of them with"
                        + " --test-file FILE"));
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

  /** Of several models, what comes from a run's training is null. */
  private Map<String, Object> result(
      List<SavedRun> saved, List<TrainedModel> models, Evaluation evaluation, double seconds) {
    List<String> classes = models.getFirst().classNames();
    Map<?, ?> training = models.size() == 1 ? saved.getFirst().metrics() : Map.of();
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String key : List.of("epochs", "train_loss", "validation_accuracy")) {
      tree.put(key, training.get(key));
    }
    tree.putAll(Outcome.test(evaluation));
    tree.put("seconds", seconds);
    tree.put("examples_per_second", evaluation.examples() / seconds);
    tree.put("parameters", models.stream().mapToLong(each -> each.model().parameterCount()).sum());
    tree.put("run", String.join(" ", paths.stream().map(Path::toString).toList()));
    tree.put("members", saved.stream().map(each -> each.path().toString()).toList());
    tree.put("classes", classes);
    tree.put("confusion", evaluation.confusion().map(Outcome::confusion).orElse(null));
    tree.put(
        "per_class",
        evaluation.confusion().map(matrix -> Outcome.classes(matrix, classes)).orElse(null));
    return tree;
  }
}
