package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose examples count differently. */
final class WeightsCommandsTest {
  private static final String EXPERIMENT =
      """
      data: {source: {table: {file: tests.csv, classes: result, inputs: x, held-out: 0.4}}, validation: 100}
      model: {layers: [{dense: 2}]}
      train: {epochs: 15, batch: 20, optimizer: {adam: {lr: 0.05}}}
      """;

  @TempDir private Path folder;

  /** One of ten results is rare, and its numbers lie among the others': worth no guess. */
  @BeforeEach
  void writeTable() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("x,result,weight\n");
    for (int i = 0; i < 1000; i++) {
      boolean rare = i % 10 == 0;
      double x = random.nextGaussian() + (rare ? 1 : 0);
      text.append(
          String.format(Locale.ROOT, "%.3f,%s,%d%n", x, rare ? "rare" : "usual", rare ? 9 : 1));
    }
    Files.writeString(folder.resolve("tests.csv"), text);
    Files.writeString(folder.resolve("tests.yaml"), EXPERIMENT);
  }

  private Cli train(String name, String... changes) {
    String[] arguments = new String[7 + 2 * changes.length];
    List.of(
            "train",
            folder.resolve("tests.yaml").toString(),
            "--data",
            folder.toString(),
            "--out",
            folder.resolve(name).toString(),
            "--json")
        .toArray(arguments);
    for (int i = 0; i < changes.length; i++) {
      arguments[7 + 2 * i] = "--set";
      arguments[8 + 2 * i] = changes[i];
    }
    Cli run = Cli.run(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** How many of the rare test examples the model in a run's folder finds. */
  private double recall(String name) {
    Cli evaluated = Cli.run("evaluate", folder.resolve(name).toString(), "--json");
    Map<?, ?> rare = (Map<?, ?>) ((List<?>) evaluated.object().get("per_class")).getFirst();
    assertThat((Object) rare.get("class")).isEqualTo("rare");
    return ((Number) rare.get("recall")).doubleValue();
  }

  @Test
  void balancedClassesFindRareExamples() {
    train("plain");
    train("balanced", "data.weights=balanced");
    assertThat(recall("plain")).isLessThan(0.3);
    assertThat(recall("balanced")).isGreaterThan(0.5);
  }

  @Test
  void aColumnOfWeightsDoesTheSame() {
    Cli run = train("column", "data.source.table.weights=weight");
    assertThat(recall("column")).isGreaterThan(0.5);
    Cli evaluated = Cli.run("evaluate", folder.resolve("column").toString(), "--json");
    double expected = ((Number) run.object().get("test_loss")).doubleValue();
    assertThat(((Number) evaluated.object().get("test_loss")).doubleValue())
        .isCloseTo(expected, within(1e-5));
  }

  @Test
  void aRunDoesNotGoOnWithOtherWeights() {
    train("plain", "train.epochs=1");
    Cli resumed =
        Cli.run(
            "train",
            "--resume",
            folder.resolve("plain").toString(),
            "--epochs",
            "2",
            "--set",
            "data.weights=balanced");
    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err())
        .contains("is a run of another experiment: data.weights was not there, is balanced");
  }

  @Test
  void aLearningRateIsFoundWithWeights() {
    Cli found =
        Cli.run(
            "lr-find",
            folder.resolve("tests.yaml").toString(),
            "--data",
            folder.toString(),
            "--set",
            "data.weights=balanced",
            "--steps",
            "60",
            "--out",
            folder.resolve("rates").toString(),
            "--json");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(((Number) found.object().get("suggestion")).doubleValue()).isPositive();
  }
}
