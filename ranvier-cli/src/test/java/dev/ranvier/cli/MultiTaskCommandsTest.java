package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of several tasks in the documentation, over a table of made-up houses. */
final class MultiTaskCommandsTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private static Path folder;
  private static Cli trained;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder table = new StringBuilder("area,rooms,kind,price,trust\n");
    for (int i = 0; i < 300; i++) {
      double area = 30 + i * 37 % 200;
      int rooms = 1 + i * 7 % 6;
      String kind = area < 80 ? "flat" : area < 150 ? "house" : "villa";
      // The price in millions; of a tenth of the houses it is wrong, and not trusted.
      double price = i % 10 == 3 ? 90 : area / 100 + rooms / 10.0;
      int trust = i % 10 == 3 ? 0 : 1;
      table.append(
          String.format(Locale.ROOT, "%.1f,%d,%s,%.3f,%d%n", area, rooms, kind, price, trust));
    }
    Files.writeString(folder.resolve("houses.csv"), table);
    Files.writeString(folder.resolve("houses.yaml"), example());
    trained = train("run");
  }

  private static String example() throws IOException {
    Matcher blocks = YAML.matcher(Files.readString(Path.of("..", "docs", "experiments.md")));
    return blocks
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("multi-task"))
        .findFirst()
        .orElseThrow();
  }

  private static Cli train(String name, String... more) {
    String[] arguments = new String[7 + more.length];
    List.of(
            "train",
            folder.resolve("houses.yaml").toString(),
            "--data",
            folder.toString(),
            "--out",
            folder.resolve(name).toString(),
            "--json")
        .toArray(arguments);
    System.arraycopy(more, 0, arguments, 7, more.length);
    return Cli.run(arguments);
  }

  private static double number(Map<?, ?> tree, String key) {
    return ((Number) tree.get(key)).doubleValue();
  }

  @Test
  void everyTaskIsLearned() {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(number(trained.object(), "validation_kind_accuracy")).isGreaterThan(0.85);
    // The untrusted prices have no part in the loss, so it is far below their squares.
    assertThat(number(trained.object(), "test_loss")).isLessThan(1);
  }

  @Test
  void metricsAreNamedByTaskInHistoryEventsAndTables() throws IOException {
    Map<?, ?> last = (Map<?, ?>) ((List<?>) trained.object().get("history")).getLast();
    assertThat(number(last, "train_kind_accuracy")).isGreaterThan(0.85);
    assertThat(number(last, "validation_price_mae")).isPositive();
    assertThat(trained.err()).contains("kind accuracy", "test price mae");
    String events = Files.readString(folder.resolve("run").resolve("events.jsonl"));
    assertThat(events).contains("\"train_price_mae\":", "\"validation_kind_accuracy\":");
  }

  @Test
  void evaluationMeasuresTheSame() {
    Cli same = Cli.run("evaluate", folder.resolve("run").toString(), "--json");
    assertThat(same.code()).as(same.err()).isZero();
    for (String name : List.of("test_loss", "test_kind_accuracy", "test_price_mae")) {
      assertThat(number(same.object(), name))
          .isCloseTo(number(trained.object(), name), within(1e-5));
    }
    Cli other =
        Cli.run(
            "evaluate",
            folder.resolve("run").toString(),
            "--metrics",
            "{task: {task: kind, metric: f1}}",
            "--json");
    assertThat(number(other.object(), "test_kind_f1")).isBetween(0.8, 1.0);
  }

  @Test
  void predictionsAreNamedByTask() throws IOException {
    Path rows = Files.writeString(folder.resolve("new.csv"), "area,rooms\n40,2\n200,5\n");
    String run = folder.resolve("run").toString();
    Cli predicted = Cli.run("predict", run, rows.toString(), "--json");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    Map<?, ?> first = (Map<?, ?>) ((List<?>) predicted.json()).getFirst();
    Map<?, ?> tasks = (Map<?, ?>) first.get("tasks");
    Map<?, ?> kind = (Map<?, ?>) tasks.get("kind");
    assertThat((Object) kind.get("class")).isEqualTo("flat");
    Map<?, ?> probabilities = (Map<?, ?>) kind.get("probabilities");
    assertThat(probabilities.keySet().stream().map(String::valueOf))
        .containsExactly("flat", "house", "villa");
    assertThat(probabilities.values().stream().mapToDouble(each -> (Double) each).sum())
        .isCloseTo(1, within(1e-5));
    List<?> price = (List<?>) ((Map<?, ?>) tasks.get("price")).get("output");
    assertThat((Double) price.getFirst()).isCloseTo(0.6, within(0.5));
    assertThat(predicted.err()).contains("new.csv[0] kind", "flat", "new.csv[1] price");
    Cli hard = Cli.run("predict", run, run, rows.toString(), "--voting", "hard");
    assertThat(hard.err())
        .contains("--voting: hard voting is on classes, the models have several tasks; use soft");
    Cli soft = Cli.run("evaluate", run, run, "--json");
    assertThat(number(soft.object(), "test_kind_accuracy"))
        .isEqualTo(number(trained.object(), "test_kind_accuracy"));
  }

  @Test
  void accuracyOfTasksWithClassesIsMeasuredIfNothingIsAskedFor() {
    Cli run = train("usual", "--epochs", "1", "--set", "train.metrics=");
    assertThat(run.object().containsKey("test_kind_accuracy")).isTrue();
    assertThat(run.object().containsKey("test_price_accuracy")).isFalse();
  }

  @Test
  void anInterruptedRunGoesOnWithItsMetricsAndWeights() {
    train("two", "--epochs", "2");
    Cli resumed =
        Cli.run("train", "--resume", folder.resolve("two").toString(), "--epochs", "30", "--json");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    for (String name : List.of("test_loss", "test_price_mae", "validation_kind_accuracy")) {
      assertThat(number(resumed.object(), name)).isEqualTo(number(trained.object(), name));
    }
  }

  @Test
  void theSummaryKnowsTheTablesColumns() {
    Cli summary =
        Cli.run(
            "summary",
            folder.resolve("houses.yaml").toString(),
            "--data",
            folder.toString(),
            "--json");
    assertThat(summary.code()).as(summary.err()).isZero();
    assertThat(number(summary.object(), "parameters")).isEqualTo(2 * 16 + 16 + 16 * 4 + 4);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThat(refused("loss.multi-task[1].name=age"))
        .contains(
            "multi-task: task 'age' gets the targets 'price'; call the tasks as the targets are"
                + " called, in the order kind, price");
    assertThat(refused("loss.multi-task[0].outputs=2"))
        .contains("multi-task: the tasks take predictions [batch,3], got [1,4]");
    assertThat(refused("loss.multi-task[0].weigth=2"))
        .contains(
            "experiment: loss.multi-task[0]: unknown key 'weigth'; allowed are name, loss, outputs,"
                + " weight; did you mean 'weight'?");
    assertThat(refused("train.metrics={task: {task: age, metric: mae}}"))
        .contains("multi-task: has no task 'age', its tasks are kind, price");
    assertThat(refused("train.metrics={task: {task: kind, metric: mae}}"))
        .contains("task 'kind': mae: compares numbers one by one, got outputs f32[1,3]");
    assertThat(refused("loss=squared-error"))
        .contains("squared-error: needs targets of f32[1,4] for outputs of f32[1,4]");
    assertThat(refused("data.weights=balanced"))
        .contains(
            "experiment: data.weights: the source's examples have weights of their own; leave one of"
                + " the two out");
  }

  private static String refused(String change) {
    Cli run = train("refused", "--set", change);
    assertThat(run.code()).as(change).isEqualTo(2);
    return run.err();
  }

  @Test
  void metricsFileHoldsTheTasks() throws IOException {
    String text = Files.readString(folder.resolve("run").resolve("metrics.json"));
    Map<?, ?> metrics = (Map<?, ?>) Json.read(text, Place.of("metrics"));
    assertThat(number(metrics, "test_kind_accuracy"))
        .isEqualTo(number(trained.object(), "test_kind_accuracy"));
  }
}
