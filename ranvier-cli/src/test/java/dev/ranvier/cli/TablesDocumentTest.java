package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The experiments of {@code docs/tables.md}, as they stand there, on the real files. */
final class TablesDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "tables.md");
  private static final Path DATA = Path.of("..", "..", "shared", "data", "tabular");
  private static final int MOST_LINES = 12;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "iris, test_accuracy, 0.95",
    "wine, test_accuracy, 0.95",
    "breast cancer, test_accuracy, 0.95",
    "digits, test_accuracy, 0.97",
    "diabetes, test_r2, 0.3",
    "California housing, test_r2, 0.75"
  })
  void anExperimentReachesWhatTheDocumentSays(String name, String metric, double least)
      throws IOException {
    assumeTrue(Files.isDirectory(DATA), "there are no tables in " + DATA);
    String experiment = experiment(name);
    assertThat(experiment.lines().count()).isLessThanOrEqualTo(MOST_LINES);
    Path file = Files.writeString(folder.resolve("experiment.yaml"), experiment);
    Cli trained =
        Cli.run(
            "train",
            file.toString(),
            "--data",
            DATA.toString(),
            "--out",
            folder.resolve("run").toString(),
            "--json");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat((Double) trained.object().get(metric)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void theFileItWasTrainedOnCanBePredicted() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "there are no tables in " + DATA);
    Path file = Files.writeString(folder.resolve("experiment.yaml"), experiment("iris"));
    Path run = folder.resolve("run");
    Cli trained =
        Cli.run(
            "train", file.toString(), "--data", DATA.toString(), "--out", run.toString(), "--json");
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli predicted =
        Cli.run("predict", run.toString(), DATA.resolve("iris.csv").toString(), "--json");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat((List<?>) predicted.json()).hasSize(150);
  }

  /** The first block of YAML below a heading. */
  private static String experiment(String name) throws IOException {
    Pattern block = Pattern.compile("### " + name + ":.*?```yaml\n(.*?)```", Pattern.DOTALL);
    return block
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no experiment '" + name + "' in " + DOCUMENT));
  }
}
