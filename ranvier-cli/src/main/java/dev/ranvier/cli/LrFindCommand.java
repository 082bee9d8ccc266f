package dev.ranvier.cli;

import dev.ranvier.catalog.Json;
import dev.ranvier.cli.chart.RateChart;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.experiment.Presets;
import dev.ranvier.cli.run.Figures;
import dev.ranvier.cli.run.RunFolder;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.train.RangeTest;
import dev.ranvier.train.RateCurve;
import dev.ranvier.train.RateRecipe;
import dev.ranvier.train.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ranvier lr-find}: finds a learning rate for an experiment. */
@Command(
    name = "lr-find",
    description =
        "Find a learning rate: one short run in which it grows (a range test), or with --recipe"
            + " short runs that divide it by ten until the loss falls and then raise it.",
    mixinStandardHelpOptions = true)
final class LrFindCommand implements Callable<Integer> {
  private static final String NAME = "lr-find";

  @Parameters(
      paramLabel = "<preset | file>",
      completionCandidates = Presets.Names.class,
      description = "What to train.")
  private String experiment;

  @Mixin private ExperimentOptions options;
  @Mixin private Output output;

  @Option(names = "--from", paramLabel = "X", description = "The range test's first rate.")
  private Double from;

  @Option(names = "--to", paramLabel = "X", description = "The range test's last rate.")
  private Double to;

  @Option(names = "--steps", paramLabel = "N", description = "The steps of a run.")
  private Integer steps;

  @Option(names = "--recipe", description = "Follow the recipe instead of a range test.")
  private boolean recipe;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where lr-find.png and lr-find.json go; runs/<name>-lr-find-<time> if not given.")
  private Path out;

  @Override
  public Integer call() {
    if (recipe && (from != null || to != null)) {
      throw new IllegalArgumentException(
          (from != null ? "--from" : "--to")
              + ": is of the range test; the recipe begins at the experiment's own rate, see --lr");
    }
    ExperimentFile file = options.load(experiment);
    Trial trial = trial(file.experiment());
    Path folder = out == null ? RunFolder.unnamed(file.name() + "-" + NAME) : out;
    Path image = folder.resolve(NAME + ".png");
    Map<String, Object> result = new LinkedHashMap<>();
    if (recipe) {
      RateRecipe settings = new RateRecipe();
      RateRecipe.Outcome outcome =
          (steps == null ? settings : settings.withSteps(steps)).run(trial);
      make(folder);
      RateChart.write(image, outcome);
      result.put("method", "recipe");
      result.put("suggestion", outcome.suggestion());
      result.put("runs", outcome.runs().stream().map(LrFindCommand::tree).toList());
      outcome.runs().forEach(this::show);
    } else {
      RateCurve curve = rangeTest().run(trial);
      make(folder);
      RateChart.write(image, curve);
      result.put("method", "range-test");
      result.put("suggestion", curve.suggestion());
      result.put("steepest", tree(curve.steepest()));
      result.put("lowest", tree(curve.lowest()));
      result.put("points", curve.points().stream().map(LrFindCommand::tree).toList());
    }
    result.put("png", image.toString());
    write(folder.resolve(NAME + ".json"), Json.pretty(result));
    show(result, folder);
    output.result(result);
    return 0;
  }

  private static Trial trial(Experiment wanted) {
    if (wanted.train().minimizer().isPresent()) {
      throw new IllegalArgumentException(
          "lr-find: train.minimizer finds how far to go by itself; there is no rate to find");
    }
    DataSettings.Loaded data = wanted.data().load(wanted.seed());
    Model model = new Model(data.train().inputType(), wanted.layer(), wanted.seed());
    return new Trial(
        model,
        wanted.loss(),
        wanted.train().optimizer(),
        wanted.engine().engine(),
        data.train(),
        wanted.batching(data.normalizer()));
  }

  private RangeTest rangeTest() {
    RangeTest test = new RangeTest();
    test = steps == null ? test : test.withSteps(steps);
    return test.withRange(from == null ? test.from() : from, to == null ? test.to() : to);
  }

  private void show(Map<String, Object> result, Path folder) {
    double rate = (double) result.get("suggestion");
    Table table = new Table(2);
    table.row("suggestion", String.format(Locale.ROOT, "%.2g", rate));
    if (result.get("lowest") instanceof Map<?, ?> lowest) {
      table.row(
          "lowest loss",
          String.format(
              Locale.ROOT,
              "%s at rate %.2g",
              Figures.of((double) lowest.get("smoothed")),
              lowest.get("rate")));
    }
    table.row("plot", result.get("png"));
    output.text().print(table);
    output
        .text()
        .printf(Locale.ROOT, "To train with it: ranvier train %s --lr %.2g%n", experiment, rate);
  }

  private void show(RateRecipe.Run run) {
    output
        .text()
        .printf(
            Locale.ROOT,
            "rate %-8.2g loss %-8s %s%n",
            run.rate(),
            Figures.of(run.loss()),
            run.falls() ? "falls consistently" : "does not fall consistently");
  }

  private static Map<String, Object> tree(RateCurve.Point point) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rate", point.rate());
    tree.put("loss", point.loss());
    tree.put("smoothed", point.smoothed());
    return tree;
  }

  private static Map<String, Object> tree(RateRecipe.Run run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rate", run.rate());
    tree.put("loss", run.loss());
    tree.put("falls", run.falls());
    return tree;
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out: cannot write to '"
              + folder
              + "' ("
              + e
              + "); name a folder that can be written with --out",
          e);
    }
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot write '" + file + "' (" + e + ")", e);
    }
  }
}
