package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ranvier train --resume}, within this process. */
final class ResumeTest {
  private static final String SMALL =
      """
      data: {source: digits, train: 100, validation: 20, test: 20}
      model: {layers: [flatten, {dense: 8}, relu, {dropout: 0.2}, {dense: 10}]}
      train:
        epochs: 2
        batch: 20
        optimizer: {ema: {decay: 0.9, optimizer: {adam: {lr: 0.01}}}}
        checkpoint: {every-steps: 3}
      """;

  @TempDir private Path folder;
  private Path experiment;
  private Path run;

  @BeforeEach
  void writeExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("small.yaml"), SMALL);
    run = folder.resolve("run");
  }

  @Test
  void goesOnWithMoreEpochsAsIfTheyHadBeenAskedForAtOnce() throws IOException {
    Path whole = folder.resolve("whole");
    train("--out", whole.toString(), "--epochs", "4");
    train("--out", run.toString());
    Cli resumed = resume("--epochs", "4");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains("resume: going on after step 6, in epoch 2", "4/4");
    for (String file : List.of("model", "last")) {
      assertThat(run.resolve(file).resolve("model.safetensors"))
          .hasSameBinaryContentAs(whole.resolve(file).resolve("model.safetensors"));
    }
    assertThat(withoutTimes(run)).isEqualTo(withoutTimes(whole));
    assertThat(run.resolve("experiment.yaml")).content().contains("epochs: 4");
    assertThat(names(run.resolve("checkpoints")))
        .containsExactly("step-0000000012.safetensors", "step-0000000015.safetensors");
  }

  @Test
  void aFinishedRunIsMeasuredAgain() throws IOException {
    train("--out", run.toString());
    Map<?, ?> before = metrics(run);
    assertThat(resume().code()).isZero();
    for (String key : List.of("test_loss", "train_loss", "best_epoch", "validation_accuracy")) {
      assertThat((Object) metrics(run).get(key)).isEqualTo(before.get(key));
    }
  }

  @Test
  void theKeptModelIsTheAveragedOneThatWasMeasured() throws IOException {
    train("--out", run.toString());
    Cli evaluated = Cli.run("evaluate", run.toString(), "--json");
    assertThat(evaluated.code()).isZero();
    assertThat((Object) evaluated.object().get("test_loss"))
        .isEqualTo(metrics(run).get("test_loss"));
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    Path whole = folder.resolve("whole");
    train("--out", whole.toString());
    train("--out", run.toString());
    damage(run.resolve("checkpoints/step-0000000006.safetensors"));
    Cli resumed = resume();
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err())
        .contains(
            "resume: " + run.resolve("checkpoints/step-0000000006.safetensors") + ": is damaged: ",
            "resume: going on after step 3, in epoch 1");
    assertThat(run.resolve("last/model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("last/model.safetensors"));
    assertThat(withoutTimes(run)).isEqualTo(withoutTimes(whole));

    for (String name : names(run.resolve("checkpoints"))) {
      damage(run.resolve("checkpoints").resolve(name));
    }
    Cli refused = resume();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("ranvier: checkpoint: none in '" + run.resolve("checkpoints"))
        .endsWith("; train anew, in another folder\n");
    assertThat(run.resolve("model/model.json")).exists();
  }

  @Test
  void aRunWithoutCheckpointsStartsFromTheBeginning() throws IOException {
    train("--out", run.toString(), "--set", "train.checkpoint={every-epochs: 0}");
    Cli resumed = resume();
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err())
        .contains("resume: no checkpoint has been written; training starts from the beginning");
    assertThat(withoutTimes(run).stream().filter(event -> event.startsWith("{event=started")))
        .hasSize(1);
  }

  @Test
  void anotherExperimentIsRefused() {
    train("--out", run.toString());
    Cli other = resume("--lr", "0.1", "--set", "model.layers[1].dense=9", "--set", "data.test=10");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .isEqualTo(
            "ranvier: --resume: '"
                + run
                + "' is a run of another experiment: data.test was 20, is 10;"
                + " model.layers[1].dense.units was 8, is 9;"
                + " train.optimizer.exponential-moving-average.optimizer.adam.learning-rate was"
                + " 0.01, is 0.1; leave that as it was, or train anew with --out;"
                + " --epochs, --data and --threads may change, and --set train.checkpoint and train.stop\n");
    assertThat(resume("--lr", "0.01", "--threads", "2").code()).as("the same").isZero();
    assertThat(resume().code()).as("the folder is as it was").isZero();
  }

  @Test
  void mistakesAreNamed() {
    Cli nothing = Cli.run("train");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err())
        .isEqualTo(
            "ranvier: missing required parameter: '<preset | experiment.yaml>', or --resume DIR;"
                + " see 'ranvier train --help'\n");
    Cli missing = resume();
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "ranvier: --resume: '"
                + run
                + "' does not exist; name the folder of a run that has begun, or train anew with"
                + " --out\n");
    Cli both = resume("--out", folder.resolve("other").toString());
    assertThat(both.err())
        .isEqualTo(
            "ranvier: --resume: a run goes on in its own folder, and may have no steps left to"
                + " profile; leave --out out\n");
  }

  private void train(String... options) {
    List<String> arguments = new ArrayList<>(List.of("train", experiment.toString()));
    arguments.addAll(List.of(options));
    Cli trained = Cli.run(arguments.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private Cli resume(String... options) {
    List<String> arguments = new ArrayList<>(List.of("train", "--resume", run.toString()));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 0x10;
    Files.write(file, bytes);
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Steps and epochs of a run's events. */
  private static List<String> withoutTimes(Path run) throws IOException {
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("events.jsonl"))) {
      Map<?, ?> event = (Map<?, ?>) Json.read(line, Place.of("events"));
      if (!List.of("resumed", "finished").contains(event.get("event"))) {
        event.keySet().removeAll(List.of("time", "seconds", "epochs"));
        events.add(event.toString());
      }
    }
    return events;
  }

  private static Map<?, ?> metrics(Path run) throws IOException {
    return (Map<?, ?>)
        Json.read(Files.readString(run.resolve("metrics.json")), Place.of("metrics"));
  }
}
