package dev.ranvier.cli;

import dev.ranvier.cli.run.SavedRun;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.exec.Engine;
import dev.ranvier.infer.Ensemble;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.loss.MultiTask;
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
              + " images (PNG, JPEG, GIF, BMP, TIFF, WebP), .npy arrays or .csv files.")
  private List<Path> paths;

  @Mixin private VotingOptions voting;

  @Option(
      names = "--invert",
      description = "Swap black and white in images: models of digits take white on black.")
  private boolean invert;

  @Option(
      names = "--background",
      paramLabel = "RRGGBB",
      description = "The colour behind transparent pixels of images (default: ${DEFAULT-VALUE}).",
      defaultValue = "FFFFFF")
  private String background;

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
    InputFiles reader = new InputFiles(model.model().input(), invert, color());
    Ensemble ensemble = voting.ensemble(models, engines);
    List<Object> results = new ArrayList<>();
    for (Path file : files) {
      boolean table = InputFiles.isTable(file);
      Tensor inputs =
          table ? model.inputs(file) : model.normalized(finite(reader.read(file), file));
      Tensor predictions = ensemble.predict(inputs);
      int rows = inputs.shape().size(0);
      for (int row = 0; row < rows; row++) {
        List<Double> numbers = model.original(numbers(predictions, row));
        requireNumbers(numbers, file, row);
        results.add(result(file, rows == 1 ? null : row, numbers, model));
      }
    }
    show(results);
    output.result(results);
    return 0;
  }

  private int color() {
    String digits = background.startsWith("#") ? background.substring(1) : background;
    if (!digits.matches("[0-9A-Fa-f]{6}")) {
      throw new IllegalArgumentException(
          "predict: --background takes six hexadecimal digits RRGGBB, such as 000000 for black, got '"
              + background
              + "'");
    }
    return Integer.parseInt(digits, 16);
  }

  /** The models: the first, and all folders after it. */
  private List<Path> folders() {
    int count = 1;
    while (count < paths.size() && Files.isDirectory(paths.get(count))) {
      count++;
    }
    return paths.subList(0, count);
  }

  private static Tensor finite(Tensor inputs, Path file) {
    long each = inputs.shape().elements() / inputs.shape().size(0);
    for (long i = 0; i < inputs.shape().elements(); i++) {
      if (!Double.isFinite(inputs.getDouble(i))) {
        throw new IllegalArgumentException(
            "predict: '"
                + file
                + "', input "
                + i / each
                + ", number "
                + i % each
                + ": expected a finite number, got "
                + inputs.getDouble(i)
                + "; mend it, counting from 0");
      }
    }
    return inputs;
  }

  private static void requireNumbers(List<Double> outputs, Path file, int row) {
    if (outputs.stream().anyMatch(output -> output.isNaN())) {
      throw new UnusableOutputException(
          "predict: the model gives "
              + outputs
              + " for input "
              + row
              + " of '"
              + file
              + "', which is no prediction; its weights may not be finite, or the input far larger"
              + " than those it was trained on");
    }
  }

  private static List<Double> numbers(Tensor predictions, int row) {
    int outputs = (int) (predictions.shape().elements() / predictions.shape().size(0));
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      numbers.add(predictions.getDouble((long) row * outputs + i));
    }
    return numbers;
  }

  /** The prediction for one input; the row is null where its file holds no other. */
  private static Map<String, Object> result(
      Path file, Integer number, List<Double> numbers, TrainedModel model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", file.toString());
    if (number != null) {
      tree.put("row", number);
    }
    if (!(model.loss() instanceof MultiTask tasks)) {
      tree.putAll(prediction(numbers, model.classNames()));
      return tree;
    }
    Map<String, Object> each = new LinkedHashMap<>();
    for (MultiTask.Part part : tasks.parts()) {
      int end = part.output() + part.task().outputs();
      List<Double> own = numbers.subList(part.output(), end);
      each.put(part.task().name(), prediction(own, classes(part, model.targetColumns())));
    }
    tree.put("tasks", each);
    return tree;
  }

  /** What the outputs of a task stand for; empty when they are not classes with names. */
  private static List<String> classes(MultiTask.Part part, List<TargetColumn> columns) {
    List<String> names =
        part.column() < columns.size() ? columns.get(part.column()).classNames() : List.of();
    return names.size() == part.task().outputs() ? names : List.of();
  }

  private static Map<String, Object> prediction(List<Double> numbers, List<String> classes) {
    if (classes.isEmpty()) {
      return Map.of("output", numbers);
    }
    int best = 0;
    for (int i = 1; i < numbers.size(); i++) {
      best = numbers.get(i) > numbers.get(best) ? i : best;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("class", classes.get(best));
    tree.put("probability", numbers.get(best));
    Map<String, Object> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      probabilities.put(classes.get(i), numbers.get(i));
    }
    tree.put("probabilities", probabilities);
    return tree;
  }

  private void show(List<Object> results) {
    Table table = new Table(3);
    for (Object each : results) {
      Map<?, ?> result = (Map<?, ?>) each;
      Object row = result.get("row");
      String input = result.get("file") + (row == null ? "" : "[" + row + "]");
      if (result.get("tasks") instanceof Map<?, ?> tasks) {
        tasks.forEach(
            (task, prediction) -> show(table, input + " " + task, (Map<?, ?>) prediction));
      } else {
        show(table, input, result);
      }
    }
    output.text().print(table);
  }

  private static void show(Table table, String subject, Map<?, ?> prediction) {
    table.row(
        subject,
        prediction.containsKey("class") ? prediction.get("class") : prediction.get("output"),
        prediction.containsKey("probability")
            ? String.format(Locale.ROOT, "%.4f", prediction.get("probability"))
            : "");
  }
}
