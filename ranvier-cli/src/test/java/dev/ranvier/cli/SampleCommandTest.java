package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Text by a model that has learned to repeat a line. */
@TestInstance(Lifecycle.PER_CLASS)
final class SampleCommandTest {
  private static final String LINE = "to be or\n";
  private static final String EXPERIMENT =
      """
      data: {source: {text: {window: 16}}, folder: '%s'}
      model:
        layers:
          - {embedding: {tokens: 7, features: 16}}
          - {positional-encoding: {learned: true}}
          - {transformer-encoder: {heads: 2, hidden: 32, causal: true}}
          - {dense: 7}
      train: {epochs: 6, batch: 8, optimizer: {adam: {lr: 0.01}}}
      """;

  @TempDir private static Path folder;
  private String run;

  @BeforeAll
  void train() throws IOException {
    Path text = Files.createDirectory(folder.resolve("text"));
    Files.writeString(text.resolve("line.txt"), LINE.repeat(150));
    Path file = Files.writeString(folder.resolve("line.yaml"), EXPERIMENT.formatted(text));
    run = folder.resolve("run").toString();
    Cli training = Cli.run("train", file.toString(), "--out", run);
    assertThat(training.code()).as(training.err()).isZero();
  }

  @Test
  void writesOnWhereTheStartEnds() {
    Cli sample = Cli.run("sample", run, "to", "--length", "25", "--temperature", "0", "--json");
    assertThat(sample.code()).as(sample.err()).isZero();
    String expected = " be or\nto be or\nto be or\n";
    assertThat((Object) sample.object().get("text")).isEqualTo(expected);
    assertThat((Object) sample.object().get("start")).isEqualTo("to");
    assertThat(sample.err()).isEqualToNormalizingNewlines("to" + expected + "\n");
  }

  @Test
  void beginsWithALineBreakAndDrawsBySeed() {
    Cli first = Cli.run("sample", run, "--length=40", "--temperature=5", "--json");
    Cli again = Cli.run("sample", run, "--length=40", "--temperature=5", "--seed=0", "--json");
    Cli other = Cli.run("sample", run, "--length=40", "--temperature=5", "--seed=1", "--json");
    assertThat((Object) first.object().get("start")).isEqualTo("\n");
    assertThat(first.object()).isEqualTo(again.object());
    assertThat((Object) other.object().get("text")).isNotEqualTo(first.object().get("text"));
    assertThat((String) other.object().get("text")).hasSize(40).matches("[tobe r\n]+");
  }

  @Test
  void mistakesAreNamed() {
    Cli unknown = Cli.run("sample", run, "tu");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualToNormalizingNewlines(
            "ranvier: text: the start has characters that the model does not know: 'u'; it knows"
                + " '\\n beort'\n");
    Cli cold = Cli.run("sample", run, "--temperature=-1");
    assertThat(cold.code()).isEqualTo(2);
    assertThat(cold.err()).contains("text: temperature must be at least 0, got -1.0");
    assertThat(Cli.run("sample", "nowhere").err())
        .contains("'nowhere' does not exist; name the folder of a run");
  }
}
