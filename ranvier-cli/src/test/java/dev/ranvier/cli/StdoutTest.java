package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every command: results go to stdout, with {@code --json} as one line, all else to stderr. */
final class StdoutTest {
  private static final String EXPERIMENT =
      """
      data: {source: digits, train: 100, validation: 20, test: 20}
      model: {layers: [flatten, {dense: 10}]}
      train: {epochs: 1, batch: 20}
      """;

  private static final String TEXT =
      """
      data: {source: {text: {window: 4}}, folder: %s}
      model: {layers: [{embedding: {tokens: auto, features: 4}}, {dense: auto}]}
      train: {epochs: 1, batch: 2}
      """;

  @TempDir private static Path folder;

  /**
   * A command and how its result begins.
   *
   * @param words the command
   * @param result text in its table
   */
  private record Case(List<String> words, String result) {
    String[] with(String... more) {
      return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }
  }

  @BeforeAll
  static void trainOnce() throws IOException {
    Files.writeString(at("small.yaml"), EXPERIMENT);
    Files.writeString(folder.resolve("input.txt"), "to be or not to be\n".repeat(20));
    Files.writeString(at("text.yaml"), TEXT.formatted(folder));
    Files.writeString(at("rows.csv"), ("0,".repeat(28 * 28 - 1) + "0\n").repeat(2000));
    assertThat(Cli.run("train", at("small.yaml").toString(), "--out", at("run").toString()).code())
        .isZero();
    Cli text = Cli.run("train", at("text.yaml").toString(), "--out", at("text").toString());
    assertThat(text.code()).as(text.err()).isZero();
  }

  static List<Case> cases() {
    String run = at("run").toString();
    String experiment = at("small.yaml").toString();
    return List.of(
        new Case(List.of("train", experiment, "--out"), "test accuracy"),
        new Case(List.of("evaluate", run), "true \\ predicted"),
        new Case(List.of("predict", run, at("rows.csv").toString()), "rows.csv[0]"),
        new Case(List.of("sample", at("text").toString(), "to", "--length=10"), "to"),
        new Case(List.of("lr-find", experiment, "--steps=20", "--out"), "suggestion"),
        new Case(List.of("summary", "digits"), "dense1"),
        new Case(List.of("catalog"), "conv2d"),
        new Case(List.of("bench", "--workload=mlp-b1", "--runs=1", "--seconds=0.01"), "mlp-b1"),
        new Case(List.of("data", "info", experiment), "input"),
        new Case(List.of("doctor"), "java home"),
        new Case(List.of("completion", "bash"), "complete -F _complete_ranvier"));
  }

  @Test
  void everyCommandHasItsCase() {
    assertThat(cases().stream().map(each -> each.words().getFirst()))
        .containsExactlyElementsOf(Main.commandNames());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultsGoToStdout(Case command) {
    Cli run = Cli.run(withFolder(command, "people"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(command.result());
    assertThat(run.err()).doesNotContain(command.result());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void jsonIsOneLineOfStdout(Case command) {
    assumeFalse(command.words().contains("completion"), "scripts are for shells");
    Cli run = Cli.run(withFolder(command, "programs", "--json"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out()).endsWith(System.lineSeparator());
    assertThat(Json.read(run.out(), Place.of("stdout"))).isNotNull();
  }

  /** {@code | head} leaves while there is more to come. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aReaderThatLeavesIsNoError() throws IOException, InterruptedException {
    Path err = at("err");
    Process process =
        OwnProcess.builder("predict", at("run").toString(), at("rows.csv").toString())
            .redirectError(err.toFile())
            .start();
    try (InputStream out = process.getInputStream()) {
      assertThat(out.read()).isPositive();
    }
    assertThat(process.waitFor()).isEqualTo(141);
    assertThat(OwnProcess.told(err)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aResultThatIsLostIsAnError() throws IOException, InterruptedException {
    Process process = OwnProcess.start(Path.of("/dev/full"), at("err"), "catalog");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(OwnProcess.told(at("err")))
        .isEqualToNormalizingNewlines(
            "ranvier: cannot write the result to stdout (No space left on device)\n");
  }

  private static String[] withFolder(Case command, String name, String... more) {
    boolean needsOne = command.words().getLast().equals("--out");
    String[] words =
        needsOne
            ? command.with(at(command.words().getFirst() + "-" + name).toString())
            : command.with();
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static Path at(String name) {
    return folder.resolve(name);
  }
}
