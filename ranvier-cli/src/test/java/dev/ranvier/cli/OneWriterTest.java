package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the folder of a run while another process trains in it. */
final class OneWriterTest {
  private static final String EXPERIMENT =
      """
      data: {source: digits, train: 200, validation: 20, test: 20}
      model: {layers: [flatten, {dense: 8}, relu, {dense: 10}]}
      train:
        epochs: 150
        batch: 20
        checkpoint: {every-epochs: 1}
      threads: 1
      """;

  @TempDir private Path folder;
  private Path experiment;
  private Path run;

  @BeforeEach
  void writeExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    run = folder.resolve("run");
  }

  @Test
  void theSecondIsRefusedAndTheFirstEndsAsIfAlone() throws Exception {
    Path alone = folder.resolve("alone");
    assertThat(Cli.run("train", experiment.toString(), "--out", alone.toString()).code()).isZero();
    Process first = start();
    Cli resumed = Cli.run("train", "--resume", run.toString());
    Cli again = Cli.run("train", experiment.toString(), "--out", run.toString());
    assertThat(first.isAlive()).as("it should have run longer").isTrue();
    String used =
        ": process "
            + first.pid()
            + " is training in '"
            + run
            + "'; wait until it has ended, or name another folder\n";
    assertThat(resumed.err()).isEqualTo("ranvier: --resume" + used);
    assertThat(resumed.code()).isEqualTo(2);
    assertThat(again.err()).isEqualTo("ranvier: --out" + used);
    assertThat(again.code()).isEqualTo(2);
    assertThat(first.waitFor()).as(log()).isZero();
    assertThat(run.resolve("last/model.safetensors"))
        .hasSameBinaryContentAs(alone.resolve("last/model.safetensors"));
    assertThat(run.resolve(".lock")).doesNotExist();
  }

  @Test
  void aKilledProcessLocksNothing() throws Exception {
    Process first = start();
    first.destroyForcibly().waitFor();
    assertThat(run.resolve(".lock")).exists();
    Cli resumed = Cli.run("train", "--resume", run.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
  }

  @Test
  void aFolderThatIsRemovedIsAFailureAndDoesNotComeBack() throws Exception {
    Process first = start();
    Files.move(run, folder.resolve("elsewhere"));
    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isEqualTo(1);
    assertThat(log())
        .contains(
            "ranvier: the run's folder '"
                + run
                + "' was removed or moved while it trained; bring it back and go on with --resume,"
                + " or train anew\n")
        .doesNotContain("Exception");
    assertThat(run).doesNotExist();
  }

  /** Starts training in a process of its own, and waits for its first checkpoint. */
  private Process start() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "train",
            experiment.toString(),
            "--out",
            run.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    while (process.isAlive() && !Files.isDirectory(run.resolve("checkpoints"))) {
      Thread.sleep(5);
    }
    return process;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
