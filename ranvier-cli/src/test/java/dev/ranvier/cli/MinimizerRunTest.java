package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in which a minimizer takes the place of an optimizer. */
final class MinimizerRunTest {
  private static final String SMALL =
      """
      data: {source: digits, train: 300, validation: 100, test: 100, normalize: standardize}
      model: {layers: [{avgpool: 4}, flatten, {dense: 10}]}
      train: {epochs: 6, minimizer: lbfgs, metrics: [accuracy, f1]}
      """;

  @TempDir private Path folder;

  private Cli train(String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SMALL);
    List<String> arguments =
        new ArrayList<>(List.of("train", file.toString(), "--out", run().toString(), "--json"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private Path run() {
    return folder.resolve("run");
  }

  @Test
  void aRunIsKeptLikeAnyOther() throws IOException {
    Cli run = train();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat((Object) run.object().get("epochs")).isEqualTo(6);
    assertThat((double) run.object().get("train_accuracy")).isGreaterThan(0.7);
    assertThat(run.object().keySet().toArray())
        .contains("validation_f1", "test_errors", "generalization_gap", "seconds", "run");
    List<?> history = (List<?>) run.object().get("history");
    List<Double> losses =
        history.stream().map(epoch -> (Double) ((Map<?, ?>) epoch).get("train_loss")).toList();
    assertThat(losses).hasSize(6).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    List<Object> events = new ArrayList<>();
    for (String line : Files.readAllLines(run().resolve("events.jsonl"))) {
      events.add(((Map<?, ?>) Json.read(line, Place.of("events"))).get("event"));
    }
    assertThat(events).startsWith("started", "step", "epoch").endsWith("epoch", "finished");
    assertThat(run().resolve("metrics.json")).isRegularFile();
    assertThat(Files.readString(run().resolve("experiment.yaml"))).contains("precision: fp32");
    Cli evaluation = Cli.run("evaluate", run().toString(), "--json");
    assertThat((double) evaluation.object().get("test_loss"))
        .isCloseTo((double) run.object().get("test_loss"), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{lbfgs: {memory: 5}}",
        "bfgs",
        "conjugate-gradient",
        "{newton: {damping: 0.001}}"
      })
  void everyMethodTrains(String minimizer) throws IOException {
    Cli run = train("--set", "train.minimizer=" + minimizer, "--epochs", "3");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat((double) run.object().get("train_loss")).isLessThan(Math.log(10));
  }

  @Test
  void aCriterionOrTheMethodItselfEndsTheRunAndIsNamed() throws IOException {
    Cli run = train("--set", "train.stop={at-most: {metric: loss, value: 2}}", "--epochs", "50");
    assertThat(run.err()).contains("stopped by", "at-most: loss is");
    assertThat((int) run.object().get("epochs")).isLessThan(50);
  }

  private void refused(String message, String... more) throws IOException {
    Cli run = train(more);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run()).doesNotExist();
  }

  @Test
  void whatAMinimizerHasNoUseForIsRefused() throws IOException {
    refused(
        "train.schedule: a minimizer looks at all examples at once and finds how far to go by"
            + " itself; leave this out, or leave train.minimizer out",
        "--set",
        "train.schedule=cosine");
    refused("train.batch: a minimizer looks at all examples at once", "--batch", "10");
    refused("train.optimizer: a minimizer looks at", "--set", "train.optimizer=adam");
    refused("train.checkpoint: a minimizer looks", "--set", "train.checkpoint={keep: 3}");
    refused("--lr: train.minimizer finds how far to go by itself", "--lr", "0.1");
    refused("--profile: a run with train.minimizer has no batches", "--profile");
  }

  @Test
  void aWrongNameOrNetworkIsRefusedWithTheRemedy() throws IOException {
    refused(
        "train.minimizer: unknown minimizer 'lbgfs'; known are bfgs, conjugate-gradient, lbfgs,"
            + " levenberg-marquardt, newton; did you mean 'lbfgs'?",
        "--set",
        "train.minimizer=lbgfs");
    refused(
        "levenberg-marquardt: needs a mean of squares, such as the loss squared-error without"
            + " penalties; use lbfgs for other functions",
        "--set",
        "train.minimizer=levenberg-marquardt");
    refused(
        "parameters needs",
        "--set",
        "train.minimizer=newton",
        "--set",
        "model.layers=[flatten, {dense: 20000}, {dense: 10}]");
    refused(
        "lbfgs: looks at the same examples again and again, got augmentations [Flip[]]; leave them"
            + " out, or train with an optimizer",
        "--set",
        "data.augment=[flip]");
  }

  @Test
  void aRunWithoutCheckpointsIsNotResumed() throws IOException {
    assertThat(train().code()).isZero();
    Cli again = Cli.run("train", "--resume", run().toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .contains(
            "--resume: a run with train.minimizer has no batches and no checkpoints; leave --resume"
                + " out, or train with an optimizer");
    assertThat(run().resolve("metrics.json")).isRegularFile();
  }

  @Test
  void otherCommandsKnowOfIt() throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SMALL);
    Cli summary = Cli.run("summary", file.toString(), "--json");
    assertThat(summary.code()).as(summary.err()).isZero();
    Cli search = Cli.run("lr-find", file.toString());
    assertThat(search.code()).isEqualTo(2);
    assertThat(search.err())
        .contains("lr-find: train.minimizer finds how far to go by itself; there is no rate");
  }
}
