package dev.ranvier.cli;

import dev.ranvier.catalog.TrainedModel;
import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.exec.Engine;
import dev.ranvier.infer.Ensemble;
import dev.ranvier.tensor.Tensor;
import java.nio.file.Files;
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

/** {@code ranvier predict}: what a trained model says of images, arrays and rows of numbers. */
@Command(
    name = "predict",
    description = "Show what a trained model says of images, .npy arrays or CSV rows.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<run | model>... FILE",
      arity = "2..*",
      description =
          "First the folder of a run, of a model, or of several models, of which several vote; then"
              + " images (PNG, JPEG, GIF, BMP), .npy arrays or .csv files.")
  private List<Path> paths;

  @Mixin private VotingOptions voting;

  @Option(
      names = "--invert",
      description = "Swap black and white in images: models of digits take white on black.")
  private boolean invert;

  @Mixin private EngineOptions engine;
  @Mixin private Output output;

  @Override
  public Integer call() {
    List<SavedRun> saved = SavedRun.allAt(folders());
    List<Path> files = paths.subList(folders().size(), paths.size());
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "predict: there is nothing to predict; name images, .npy arrays or .csv files after the"
              + " models");
    }
    voting.requireMembers(saved.size());
    List<Engine> engines = saved.stream().map(engine::engine).toList();
    List<TrainedModel> models = saved.stream().map(SavedRun::load).toList();
    TrainedModel model = models.getFirst();
    InputFiles reader = new InputFiles(model.model().input(), invert);
    Ensemble ensemble = voting.ensemble(models, engines);
    List<Object> results = new ArrayList<>();
    for (Path file : files) {
      Tensor inputs = reader.read(file);
      Tensor predictions = ensemble.predict(inputs);
      int rows = inputs.shape().size(0);
      for (int row = 0; row < rows; row++) {
        results.add(result(file, rows == 1 ? null : row, predictions, row, model.classNames()));
      }
    }
    show(results);
    output.result(results);
    return 0;
  }

  /** The models: the first, and all folders after it. */
  private List<Path> folders() {
    int count = 1;
    while (count < paths.size() && Files.isDirectory(paths.get(count))) {
      count++;
    }
    return paths.subList(0, count);
  }

  /** The prediction for one input; the row is null where its file holds no other. */
  private static Map<String, Object> result(
      Path file, Integer number, Tensor predictions, int row, List<String> classes) {
    int outputs = (int) (predictions.shape().elements() / predictions.shape().size(0));
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      values.add(predictions.getDouble((long) row * outputs + i));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", file.toString());
    if (number != null) {
      tree.put("row", number);
    }
    if (classes.isEmpty()) {
      tree.put("output", values);
      return tree;
    }
    int best = 0;
    for (int i = 1; i < outputs; i++) {
      best = values.get(i) > values.get(best) ? i : best;
    }
    tree.put("class", classes.get(best));
    tree.put("probability", values.get(best));
    Map<String, Object> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < outputs; i++) {
      probabilities.put(classes.get(i), values.get(i));
    }
    tree.put("probabilities", probabilities);
    return tree;
  }

  private void show(List<Object> results) {
    Table table = new Table(3);
    for (Object each : results) {
      Map<?, ?> result = (Map<?, ?>) each;
      Object row = result.get("row");
      table.row(
          result.get("file") + (row == null ? "" : "[" + row + "]"),
          result.containsKey("class") ? result.get("class") : result.get("output"),
          result.containsKey("probability")
              ? String.format(Locale.ROOT, "%.4f", result.get("probability"))
              : "");
    }
    output.err().print(table);
  }
}
