package dev.ranvier.cli;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Place;
import dev.ranvier.cli.chart.ContactSheet;
import dev.ranvier.cli.experiment.DataSettings;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.Yaml;
import dev.ranvier.data.Augmentation;
import dev.ranvier.data.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier data}: what an experiment learns from. */
@Command(
    name = "data",
    description = "Show what an experiment learns from.",
    mixinStandardHelpOptions = true,
    subcommands = {DataCommand.Info.class, DataCommand.Preview.class})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** Numbers and classes. */
  @Command(
      name = "info",
      description = "Count the examples of an experiment, and those of each class.",
      mixinStandardHelpOptions = true)
  static final class Info implements Callable<Integer> {
    @Parameters(paramLabel = "<preset | experiment.yaml>", description = "Whose data.")
    private String subject;

    @Mixin private ExperimentOptions options;
    @Mixin private Output output;

    @Override
    public Integer call() {
      DataSettings.Loaded data = load(options.load(subject).experiment());
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("input", data.train().inputType().toString());
      tree.put("target", data.train().targetType().toString());
      tree.put("train", data.train().size());
      tree.put("validation", data.validation().map(Dataset::size).orElse(0));
      tree.put("test", data.test().map(Dataset::size).orElse(0));
      Table table = new Table(2);
      tree.forEach((name, value) -> table.row(name, value));
      output.text().print(table);
      if (data.train().classCount() > 0 && data.train().targetType().shape().rank() == 0) {
        tree.put("classes", classes(data));
      }
      output.result(tree);
      return 0;
    }

    private Map<String, Object> classes(DataSettings.Loaded data) {
      Table table = new Table(4).row("class", "train", "validation", "test");
      List<Dataset> parts = new ArrayList<>(List.of(data.train()));
      long[] train = counts(Optional.of(data.train()), data.train().classCount());
      long[] validation = counts(data.validation(), train.length);
      long[] test = counts(data.test(), train.length);
      Map<String, Object> classes = new LinkedHashMap<>();
      for (int i = 0; i < train.length; i++) {
        String name = parts.getFirst().classNames().get(i);
        table.row(name, train[i], validation[i], test[i]);
        classes.put(name, Map.of("train", train[i], "validation", validation[i], "test", test[i]));
      }
      output.text().println();
      output.text().print(table);
      return classes;
    }

    private static long[] counts(Optional<Dataset> data, int classes) {
      long[] counts = new long[classes];
      data.ifPresent(
          each -> {
            for (int i = 0; i < each.size(); i++) {
              counts[each.label(i)]++;
            }
          });
      return counts;
    }
  }

  /** Pictures. */
  @Command(
      name = "preview",
      description = {
        "Draw training images beside what augmentation makes of them.",
        "The experiment's own augmentations are applied together, anew in each column; those named by"
            + " --augment have a column each."
      },
      mixinStandardHelpOptions = true)
  static final class Preview implements Callable<Integer> {
    @Parameters(paramLabel = "<preset | experiment.yaml>", description = "Whose images.")
    private String subject;

    @Option(
        names = "--augment",
        paramLabel = "AUGMENTATION",
        description = "As in an experiment, for instance flip or '{rotate: 15}'; repeatable.")
    private final List<String> augment = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to draw (preview.png).")
    private Path out = Path.of("preview.png");

    @Option(names = "--count", paramLabel = "N", description = "How many images (8).")
    private int count = 8;

    @Option(names = "--variants", paramLabel = "N", description = "How many of each (7).")
    private int variants = 7;

    @Mixin private ExperimentOptions options;
    @Mixin private Output output;

    @Override
    public Integer call() {
      if (count < 1 || variants < 1 || count > 100 || variants > 100) {
        throw new IllegalArgumentException(
            "preview: --count and --variants must be from 1 to 100, got "
                + count
                + " and "
                + variants);
      }
      Experiment experiment = options.load(subject).experiment();
      Dataset train = load(experiment).train();
      List<ContactSheet.Column> columns = columns(experiment);
      ContactSheet.write(
          out, train.take(Math.min(count, train.size())), columns, experiment.seed());
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("file", out.toString());
      tree.put("images", Math.min(count, train.size()));
      tree.put("columns", columns.stream().map(ContactSheet.Column::title).toList());
      output.text().println("drawn: " + out);
      output.result(tree);
      return 0;
    }

    private List<ContactSheet.Column> columns(Experiment experiment) {
      List<ContactSheet.Column> columns = new ArrayList<>();
      for (String text : augment) {
        Place place = Place.of("--augment");
        Augmentation one =
            Catalog.standard().read(Augmentation.class, Yaml.read(text, place), place);
        columns.add(new ContactSheet.Column(text.replaceAll("[{}:]", ""), List.of(one)));
      }
      List<Augmentation> own = experiment.data().augmentations();
      if (columns.isEmpty() && !own.isEmpty()) {
        ContactSheet.Column[] same = new ContactSheet.Column[variants];
        Arrays.fill(same, new ContactSheet.Column("", own));
        columns.addAll(List.of(same));
      }
      return columns;
    }
  }

  private static DataSettings.Loaded load(Experiment experiment) {
    return experiment.data().load(experiment.seed());
  }
}
