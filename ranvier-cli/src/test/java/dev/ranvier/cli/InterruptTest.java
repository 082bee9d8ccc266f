package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ranvier.cli.run.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and SIGTERM, sent to real processes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kill -INT is a signal")
final class InterruptTest {
  /** Long epochs on one thread, without a checkpoint of its own within them. */
  private static final String EXPERIMENT =
      """
      data: {source: digits, train: 3000, validation: 100, test: 100}
      model:
        layers: [{conv: {filters: 8, kernel: 5}}, relu, flatten, {dropout: 0.2}, {dense: 10}]
      train: {epochs: 2, batch: 2, optimizer: adam}
      threads: 1
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;
  private Path experiment;
  private Path run;

  @BeforeEach
  void writeExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    run = folder.resolve("run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aRunInterruptedInItsFirstEpochGoesOnAsIfItHadNotBeen(String signal)
      throws IOException, InterruptedException {
    assumeFalse(signal.equals("INT") && isInterruptIgnored(), "who started the tests ignores it");
    Path whole = folder.resolve("whole");
    assertThat(Cli.run("train", experiment.toString(), "--out", whole.toString()).code()).isZero();

    Process process = start();
    awaitStep(process);
    send(process, signal);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String told = OwnProcess.told(folder.resolve("err"));
    assertThat(process.exitValue()).as(told).isEqualTo(Interruption.EXIT_CODE);
    assertThat(told.strip()).isEqualTo("interrupted; to go on: ranvier train --resume " + run);
    assertThat(Files.readString(folder.resolve("out"))).isEmpty();
    assertThat(run.resolve("events.jsonl")).content().contains("{\"event\":\"interrupted\"");
    assertThat(run.resolve("metrics.json")).doesNotExist();

    Cli resumed = Cli.run("train", "--resume", run.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("resume: going on after step ", "in epoch 1");
    for (String model : new String[] {"model", "last"}) {
      assertThat(run.resolve(model).resolve("model.safetensors"))
          .hasSameBinaryContentAs(whole.resolve(model).resolve("model.safetensors"));
    }
  }

  @Test
  void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
    // A step, or the validation after it, takes longer than two signals.
    Files.writeString(
        experiment,
        """
        data: {source: digits, train: 4000, validation: 10, test: 10}
        model:
          layers: [{conv: {filters: 64, kernel: 9}}, relu, {conv: {filters: 64, kernel: 9}}, flatten, {dense: 10}]
        train: {epochs: 1, batch: 2000, optimizer: {sgd: {lr: 0.1}}}
        precision: fp32
        threads: 1
        """);
    Process process = start();
    awaitStep(process);
    send(process, "TERM");
    Thread.sleep(50);
    send(process, "TERM");
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(Interruption.EXIT_CODE);
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("to go on", "\tat ");
  }

  private Process start() throws IOException {
    return OwnProcess.start(
        folder.resolve("out"),
        folder.resolve("err"),
        "train",
        experiment.toString(),
        "--out",
        run.toString());
  }

  private void awaitStep(Process process) throws IOException, InterruptedException {
    Path events = run.resolve("events.jsonl");
    while (!Files.exists(events) || !Files.readString(events).contains("\"event\":\"step\"")) {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("err"))).isTrue();
      Thread.sleep(5);
    }
  }

  private static void send(Process process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** A shell starts what runs in the background so that Ctrl-C does not reach it. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
