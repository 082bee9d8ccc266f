package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AutoSizesTest {
  @TempDir private Path folder;

  private String experiment(String source, String layers) throws IOException {
    Path file = folder.resolve("auto.yaml");
    Files.writeString(
        file,
        "data: {source: "
            + source
            + ", folder: '"
            + folder
            + "'}\nmodel: {layers: ["
            + layers
            + "]}\ntrain: {epochs: 1, batch: 8}\nprecision: fp32\n");
    return file.toString();
  }

  private String text(String tokens, String units) throws IOException {
    Files.writeString(
        folder.resolve("größe.txt"), "\ufeffabcdefg äöü ".repeat(40).substring(0, 500));
    return experiment(
        "{text: {window: 8}}", "{embedding: {tokens: " + tokens + ", features: 4}}, " + units);
  }

  @Test
  void sizesOfATextAreItsAlphabets() throws IOException {
    String file = text("auto", "{dense: auto}");
    Cli summary = Cli.run("summary", file, "--json");
    assertThat(summary.code()).as(summary.err()).isZero();
    // 12 characters: the mark at the start is none, but those inside the text are.
    assertThat(summary.out()).contains("\"output\":[8,12]").contains("\"parameters\":108");
    Path run = folder.resolve("run");
    Cli trained = Cli.run("train", file, "--out", run.toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(Files.readString(run.resolve("experiment.yaml")))
        .contains("tokens: 12")
        .contains("dense: 12")
        .doesNotContain("auto");
    assertThat(Files.readString(run.resolve("model/model.json"))).contains("\"tokens\" : 12");
  }

  @Test
  void anEmbeddingSmallerThanTheAlphabetIsRefused() throws IOException {
    Cli result = Cli.run("train", text("5", "{dense: auto}"), "--out", folder + "/run");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "ranvier: train: the examples have 12 tokens, 'embedding1' has vectors for 5; give it 12"
                + " (in an experiment file, tokens: auto)");
    result = Cli.run("train", text("12", "{dense: 11}"), "--out", folder + "/run");
    assertThat(result.err())
        .contains(
            "ranvier: train: the examples have 12 classes, the model has 11 outputs; give its last"
                + " layer one unit a class");
  }

  @Test
  void whereThereAreNoTokensThereIsNoNumber() throws IOException {
    Cli result =
        Cli.run("summary", experiment("digits", "{embedding: {tokens: auto, features: 4}}"));
    assertThat(result.err())
        .contains(
            "experiment: model.layers[0].embedding.tokens: the data have no tokens to count, so auto"
                + " has no number; give one");
  }
}
