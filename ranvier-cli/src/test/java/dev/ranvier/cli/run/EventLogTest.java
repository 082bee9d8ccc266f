package dev.ranvier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener.EpochPlan;
import dev.ranvier.train.Listener.Progress;
import dev.ranvier.train.StepRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventLogTest {
  @TempDir private Path folder;

  @Test
  void recordsAboutAHundredStepsAnEpoch() throws IOException {
    List<Map<?, ?>> events = log(1, 950);
    List<Object> steps =
        events.stream()
            .filter(event -> event.get("event").equals("step"))
            .map(event -> (Object) event.get("step"))
            .toList();
    assertThat(steps).hasSize(107).startsWith(1, 10, 19).endsWith(946, 950);
  }

  @Test
  void recordsEveryStepOfAShortEpoch() throws IOException {
    List<Map<?, ?>> events = log(2, 3);
    assertThat(events.stream().map(event -> (Object) event.get("event")))
        .containsExactly(
            "started",
            "step",
            "step",
            "step",
            "epoch",
            "step",
            "step",
            "step",
            "epoch",
            "finished");
    assertThat((Object) events.get(4).get("train_loss")).isEqualTo(0.5);
    assertThat((Object) events.get(4).get("validation_accuracy")).isEqualTo(0.25);
    assertThat((Object) events.get(4).get("batch")).isEqualTo(40);
    assertThat((double) events.get(4).get("noise_scale")).isCloseTo(0.15, within(1e-12));
    assertThat((Object) events.getLast().get("answer")).isEqualTo(42);
  }

  @Test
  void aFailureBeforeTheStartLeavesNoTrace() {
    RunFolder run = RunFolder.create(folder.resolve("run"), "");
    try (EventLog log = new EventLog(run, 1)) {
      fail(log, "no data");
    }
    run.discard();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void goesOnWithoutGapsOrRepetitions() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"), "");
    try (EventLog log = new EventLog(run, 5)) {
      steps(log, 1, 8);
      fail(log, "out of memory");
    }
    run.close();
    Path file = folder.resolve("run/events.jsonl");
    Files.writeString(file, "{\"event\":\"st", StandardOpenOption.APPEND);
    try (EventLog log = new EventLog(RunFolder.resume(folder.resolve("run"), ""), 5)) {
      log.continueAfter(6, 2);
      steps(log, 7, 9);
      log.force();
    }
    List<Map<?, ?>> events = read();
    assertThat(events.stream().map(event -> event.get("event") + " " + event.get("step")))
        .containsExactly(
            "started null",
            "step 1",
            "step 2",
            "step 3",
            "epoch 3",
            "step 4",
            "step 5",
            "step 6",
            "epoch 6",
            "resumed 6",
            "step 7",
            "step 8",
            "step 9",
            "epoch 9");
  }

  @Test
  void anEpochThatWasNotOverIsToldAgain() throws IOException {
    try (RunFolder run = RunFolder.create(folder.resolve("run"), "");
        EventLog log = new EventLog(run, 5)) {
      steps(log, 1, 4);
    }
    try (EventLog log = new EventLog(RunFolder.resume(folder.resolve("run"), ""), 5)) {
      log.continueAfter(3, 0);
      log.started(new Progress(3, 3, 100));
    }
    assertThat(read().stream().map(event -> event.get("event") + " " + event.get("step")))
        .containsExactly("started null", "step 1", "step 2", "step 3", "resumed 3");
  }

  @Test
  void damagedLinesAreLeftOut() throws IOException {
    try (RunFolder run = RunFolder.create(folder.resolve("run"), "");
        EventLog log = new EventLog(run, 5)) {
      steps(log, 1, 6);
    }
    Path file = folder.resolve("run/events.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<String> damaged =
        List.of("{}", "[]", "", "null", "{\"event\":7}", "{\"event\":\"epoch\"}", "{\"ev", "\0");
    lines.addAll(2, damaged);
    lines.set(1, lines.get(1).replace("step", "st\u00ffep")); // no UTF-8
    Files.write(file, lines, StandardCharsets.ISO_8859_1);
    try (EventLog log = new EventLog(RunFolder.resume(folder.resolve("run"), ""), 5)) {
      log.continueAfter(6, 2);
      log.started(new Progress(3, 3, 100));
    }
    assertThat(read().stream().map(event -> event.get("event") + " " + event.get("step")))
        .containsExactly(
            "started null",
            "epoch null",
            "step 2",
            "step 3",
            "epoch 3",
            "step 4",
            "step 5",
            "step 6",
            "epoch 6",
            "resumed 6");
  }

  @Test
  void aFolderThatIsGoneIsNamed() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"), "");
    try (EventLog log = new EventLog(run, 5)) {
      steps(log, 1, 4);
      Files.move(folder.resolve("run"), folder.resolve("elsewhere"));
      String message =
          "the run's folder '"
              + folder.resolve("run")
              + "' was removed or moved while it trained; bring it back and go on with --resume, or"
              + " train anew";
      assertThatThrownBy(log::force).hasMessage(message);
      Files.createDirectory(folder.resolve("run"));
      assertThatThrownBy(log::force).as("another").hasMessage(message);
    }
    assertThat(folder.resolve("run")).isEmptyDirectory();
  }

  private static void steps(EventLog log, int first, int last) {
    log.started(new Progress(3, 3, 100));
    for (int step = first; step <= last; step++) {
      int epoch = (step + 2) / 3;
      log.epochStarted(new EpochPlan(epoch, 3, 40));
      log.stepped(new StepRecord(epoch, (step + 2) % 3 + 1, step, 0.5, 0.1));
      if (step % 3 == 0) {
        log.epochEnded(new EpochRecord(epoch, step, 0.1, Map.of("loss", 0.5), 100, 1));
      }
    }
  }

  private List<Map<?, ?>> log(int epochs, int steps) throws IOException {
    try (EventLog log = new EventLog(RunFolder.create(folder.resolve("run"), ""), 5)) {
      log.started(new Progress(epochs, steps, 100));
      for (int epoch = 1; epoch <= epochs; epoch++) {
        log.epochStarted(new EpochPlan(epoch, steps, 40));
        for (int step = 1; step <= steps; step++) {
          log.stepped(new StepRecord(epoch, step, (epoch - 1L) * steps + step, 0.5, 0.1));
        }
        log.epochEnded(
            new EpochRecord(
                epoch,
                (long) epoch * steps,
                0.1,
                Map.of("loss", 0.5, "validation_accuracy", 0.25),
                100,
                1));
      }
      log.finished(Map.of("answer", 42));
    }
    return read();
  }

  private List<Map<?, ?>> read() throws IOException {
    return Files.readAllLines(folder.resolve("run/events.jsonl")).stream()
        .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line, Place.of("events")))
        .toList();
  }

  private static void fail(EventLog log, String message) {
    RuntimeException wrong = new IllegalStateException(message);
    assertThatThrownBy(
            () ->
                log.during(
                    () -> {
                      throw wrong;
                    }))
        .isSameAs(wrong);
  }
}
