package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end early, and what they measure. */
final class StoppingAndMetricsTest {
  private static final String SMALL =
      """
      data: {source: digits, train: 300, validation: 100, test: 100}
      model: {layers: [flatten, {dense: 10}]}
      train:
        epochs: 9
        batch: 20
        optimizer: {adam: {lr: 0.01}}
        stop: [{at-least: {metric: validation_f1, value: 0.3}}, {step-budget: 60}]
        metrics: [f1, {top-k: 3}, auc]
      """;

  @TempDir private Path folder;

  private Cli train(String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SMALL);
    String[] arguments = new String[more.length + 5];
    List.of("train", file.toString(), "--out", run().toString(), "--json").toArray(arguments);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Cli.run(arguments);
  }

  private Path run() {
    return folder.resolve("run");
  }

  @Test
  void theCriterionThatFiredIsToldEverywhere() throws IOException {
    Cli run = train();
    assertThat(run.code()).as(run.err()).isZero();
    Map<?, ?> stopped = (Map<?, ?>) run.object().get("stopped");
    assertThat((Object) stopped.get("criterion")).isEqualTo("at-least");
    assertThat((String) stopped.get("reason")).matches("validation_f1 is 0\\.\\d+, the target .*");
    assertThat((int) run.object().get("epochs")).isLessThan(9);
    assertThat(run.err()).contains("stopped by", "at-least: validation_f1 is", "best epoch");
    List<String> events = Files.readAllLines(run().resolve("events.jsonl"));
    Map<?, ?> last = (Map<?, ?>) Json.read(events.getLast(), Place.of("events"));
    assertThat((Object) last.get("stopped")).isEqualTo(stopped);
  }

  @Test
  void aBudgetOfStepsEndsWithinAnEpoch() throws IOException {
    Cli run = train("--set", "train.stop={step-budget: 12}");
    assertThat((Object) run.object().get("epochs")).isEqualTo(2);
    Map<?, ?> epoch = (Map<?, ?>) ((List<?>) run.object().get("history")).getLast();
    assertThat((Object) epoch.get("step")).isEqualTo(12);
    assertThat((Object) epoch.get("examples")).isEqualTo(40);
  }

  @Test
  void metricsAreInTablesHistoryAndEvaluation() throws IOException {
    Cli run = train("--epochs", "2");
    assertThat(run.err()).contains("val top 3", "gap", "test auc");
    for (String name : List.of("f1", "top_3", "auc")) {
      assertThat((Double) run.object().get("train_" + name)).isBetween(0.0, 1.0);
      assertThat((Double) run.object().get("validation_" + name)).isBetween(0.0, 1.0);
      assertThat((Double) run.object().get("test_" + name)).isBetween(0.0, 1.0);
    }
    assertThat(run.object().get("generalization_gap")).isInstanceOf(Double.class);
    Map<?, ?> epoch = (Map<?, ?>) ((List<?>) run.object().get("history")).getFirst();
    assertThat((Double) epoch.get("generalization_gap"))
        .isEqualTo((Double) epoch.get("validation_loss") - (Double) epoch.get("train_loss"));
    assertThat((Object) run.object().get("test_accuracy")).as("not asked for").isNull();

    Cli same = Cli.run("evaluate", run().toString(), "--json");
    assertThat((Object) same.object().get("test_auc")).isEqualTo(run.object().get("test_auc"));
    Cli other =
        Cli.run(
            "evaluate",
            run().toString(),
            "--metrics",
            "accuracy,{recall: {class-index: 4}}",
            "--json");
    Map<?, ?> fourth = (Map<?, ?>) ((List<?>) other.object().get("per_class")).get(4);
    assertThat((Object) other.object().get("test_recall_class_4")).isEqualTo(fourth.get("recall"));
    assertThat(other.err()).contains("recall class 4", "precision", "true \\ predicted");
    assertThat(other.object().containsKey("test_auc")).isFalse();
  }

  @Test
  void everyEpochsEventHasTheConfusionMatrixAndTheNoiseScale() throws IOException {
    assertThat(
            train("--epochs", "1", "--set", "train.stop=", "--set", "train.metrics=accuracy")
                .code())
        .isZero();
    Map<?, ?> epoch =
        Files.readAllLines(run().resolve("events.jsonl")).stream()
            .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line, Place.of("events")))
            .filter(event -> event.get("event").equals("epoch"))
            .findFirst()
            .orElseThrow();
    List<?> rows = (List<?>) epoch.get("validation_confusion");
    assertThat(rows).hasSize(10);
    long correct = 0;
    long all = 0;
    for (int i = 0; i < 10; i++) {
      List<?> row = (List<?>) rows.get(i);
      correct += ((Number) row.get(i)).longValue();
      all += row.stream().mapToLong(count -> ((Number) count).longValue()).sum();
    }
    assertThat(all).isEqualTo(100);
    assertThat((double) epoch.get("validation_accuracy")).isEqualTo(correct / 100.0);
    // g = ε (N / B − 1), of 200 examples in batches of 20.
    assertThat((double) epoch.get("noise_scale")).isCloseTo(0.01 * 9, within(1e-12));
  }

  @Test
  void mistakesAreRefusedBeforeAnythingIsKept() throws IOException {
    Cli large = train("--set", "train.metrics={top-k: 11}");
    assertThat(large.code()).isEqualTo(2);
    assertThat(large.err())
        .contains(
            "top-k: k must be at most the number of classes, 10, got 11;"
                + " every example would count as right");
    Cli unwatched = train("--set", "data.validation=", "--set", "train.stop={gl: 5}");
    assertThat(unwatched.code()).isEqualTo(2);
    assertThat(unwatched.err())
        .contains("generalization-loss: metric 'validation_loss' is not measured");
    assertThat(run()).doesNotExist();
    train("--epochs", "1");
    Cli unknown = Cli.run("evaluate", run().toString(), "--metrics", "f2");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--metrics: [0]: unknown metric 'f2'; known are accuracy,");
  }
}
