package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.ModelFile;
import dev.ranvier.catalog.Place;
import dev.ranvier.checkpoint.CheckpointFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed at random moments ends as if it had never been: ten times in every build,
 * more often with {@code -Dranvier.kills=100} ({@code ./dev kill 100}), on {@code
 * -Dranvier.kill.threads}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kill -9 is a signal")
final class KillTest {
  private static final int KILLS = Integer.getInteger("ranvier.kills", 10);
  private static final int THREADS = Integer.getInteger("ranvier.kill.threads", 1);
  private static final long SEED = Long.getLong("ranvier.kill.seed", 20);
  private static final int KILLED = 128 + 9;
  private static final int START_MILLISECONDS = 1200;
  private static final int STEP_MILLISECONDS = 30;
  private static final int MOST_STEPS = 25;
  private static final Pattern STEP = Pattern.compile("\"step\":(\\d+)");

  private static final String EXPERIMENT =
      """
      data: {source: digits, train: 130, validation: 30, test: 20, augment: [{shift: 2}]}
      model:
        layers:
          - {conv: {filters: 4, kernel: 3, stride: 2}}
          - batchnorm
          - relu
          - flatten
          - {dropout: 0.2}
          - {dense: 10}
      train:
        epochs: 20
        batch: 16
        optimizer: {ema: {decay: 0.9, optimizer: {accumulate: {batches: 2, optimizer: adam}}}}
        schedule: {reduce-on-plateau: {patience: 5}}
        checkpoint: {every-steps: 3, every-epochs: 1}
      threads: 1
      """;

  /** When a process is killed. */
  private enum Moment {
    STEP,
    START,
    WRITING
  }

  @TempDir private Path folder;
  private final Set<Object> resumed = new TreeSet<>();
  private Path experiment;

  @Test
  void killsChangeNothing() throws IOException, InterruptedException {
    experiment = Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    Path whole = folder.resolve("whole");
    assertThat(start(whole).waitFor()).isZero();

    Random random = new Random(SEED);
    Path run = folder.resolve("run0");
    int runs = 1;
    int whileWriting = 0;
    for (int kills = 0; kills < KILLS; ) {
      Moment moment = Moment.values()[kills % Moment.values().length];
      long step = lastStep(run) + 1 + random.nextInt(MOST_STEPS);
      Process process = start(run);
      while (moment != Moment.START && process.isAlive() && lastStep(run) < step) {
        Thread.sleep(2);
      }
      while (moment == Moment.WRITING && process.isAlive() && !isWriting(run)) {
        Thread.onSpinWait();
      }
      switch (moment) {
        case START -> Thread.sleep(random.nextInt(START_MILLISECONDS));
        case STEP -> Thread.sleep(random.nextInt(STEP_MILLISECONDS));
        case WRITING -> {} // at once
      }
      process.destroyForcibly();
      int code = process.waitFor();
      assertThat(code).as(Files.readString(log(run))).isIn(0, KILLED);
      readable(run);
      if (code == KILLED) {
        kills++;
        whileWriting += isWriting(run) ? 1 : 0;
      } else {
        same(run, whole); // on a fast machine: one more run, then
        run = folder.resolve("run" + runs++);
      }
    }
    assertThat(start(run).waitFor()).as(Files.readString(log(run))).isZero();
    same(run, whole);
    assertThat(resumed).as("steps that training went on after").hasSizeGreaterThan(2);
    assertThat(isWriting(run)).as("temporary files are left").isFalse();
    System.out.printf(
        "kills: %d, %d of them while a checkpoint was written, %d runs, seed %d%n",
        KILLS, whileWriting, runs, SEED);
  }

  /** Whether a checkpoint is being written, or was when the process was killed. */
  private static boolean isWriting(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".tmp"));
    } catch (NoSuchFileException | UncheckedIOException e) {
      return false;
    }
  }

  /** Starts a run, or lets it go on where it has begun. */
  private Process start(Path run) throws IOException {
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
            "train"));
    command.addAll(
        Files.exists(run)
            ? List.of("--resume", run.toString())
            : List.of(experiment.toString(), "--out", run.toString()));
    command.addAll(List.of("--threads", Integer.toString(THREADS)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log(run).toFile())
        .start();
  }

  private static Path log(Path run) {
    return run.resolveSibling(run.getFileName() + ".log");
  }

  /** The last step in a run's events. */
  private static long lastStep(Path run) throws IOException {
    Path events = run.resolve("events.jsonl");
    if (!Files.exists(events)) {
      return 0;
    }
    Matcher step = STEP.matcher(Files.readString(events));
    return step.results().mapToLong(found -> Long.parseLong(found.group(1))).max().orElse(0);
  }

  /** Whatever is there is whole. */
  private static void readable(Path run) throws IOException {
    if (!Files.exists(run)) {
      return;
    }
    assertThat(run.resolve("experiment.yaml")).content().startsWith("data:");
    new CheckpointFolder(run.resolve("checkpoints"))
        .newest()
        .ifPresent(found -> assertThat(found.damaged()).isEmpty());
    for (String name : List.of("model", "last")) {
      if (Files.exists(run.resolve(name).resolve(ModelFile.DESCRIPTION))) {
        assertThat(ModelFile.load(run.resolve(name)).classNames()).hasSize(10);
      }
    }
  }

  private void same(Path run, Path whole) throws IOException {
    for (String name : List.of("model", "last")) {
      assertThat(run.resolve(name).resolve(ModelFile.VALUES))
          .hasSameBinaryContentAs(whole.resolve(name).resolve(ModelFile.VALUES));
    }
    assertThat(events(run)).isEqualTo(events(whole));
  }

  private List<Object> events(Path run) throws IOException {
    List<Object> events = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("events.jsonl"))) {
      Map<?, ?> event = (Map<?, ?>) Json.read(line, Place.of("events"));
      if (List.of("step", "epoch").contains(event.get("event"))) {
        event.keySet().removeAll(List.of("time", "seconds"));
        events.add(event);
      } else if (event.get("event").equals("resumed")) {
        resumed.add(event.get("step"));
      }
    }
    return events;
  }
}
