package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One small run, and what can be done with it. */
@TestInstance(Lifecycle.PER_CLASS)
final class TrainCommandTest {
  private static final String SMALL =
      """
      data: {source: digits, train: 400, validation: 100, test: 100}
      model:
        layers:
          - {conv: {filters: 4, kernel: 3, stride: 2, padding: same, name: eyes}}
          - relu
          - {maxpool: 2}
          - flatten
          - {dense: 10}
      train: {epochs: 3, batch: 20, optimizer: {adam: {lr: 0.01}}}
      seed: 3
      """;

  @TempDir private static Path folder;
  private Path experiment;
  private Path run;
  private Cli trained;

  @BeforeAll
  void train() throws IOException {
    experiment = Files.writeString(folder.resolve("small.yaml"), SMALL);
    run = folder.resolve("runs/small");
    trained = Cli.run("train", experiment.toString(), "--out", run.toString(), "--json");
    assertThat(trained.err()).doesNotContain("ranvier:");
    assertThat(trained.code()).isZero();
  }

  @Test
  void printsOneJsonValueWithTheContractsKeys() {
    Map<?, ?> result = trained.object();
    assertThat(result.keySet().stream().map(String::valueOf))
        .contains(
            "epochs",
            "train_loss",
            "validation_accuracy",
            "test_accuracy",
            "test_errors",
            "test_targets",
            "seconds",
            "examples_per_second",
            "parameters",
            "run");
    assertThat(result.get("epochs")).isEqualTo(3);
    assertThat(result.get("run")).isEqualTo(run.toString());
    assertThat(result.get("parameters")).isEqualTo(3 * 3 * 4 + 4 + 7 * 7 * 4 * 10 + 10);
    assertThat((double) result.get("test_accuracy")).isBetween(0.2, 1.0);
    assertThat(1 - (int) result.get("test_errors") / 100.0)
        .isEqualTo((double) result.get("test_accuracy"));
    assertThat((List<?>) result.get("history")).hasSize(3);
  }

  @Test
  void profilesTheStepsOnRequest() {
    Path out = folder.resolve("profiled");
    Cli profiled =
        Cli.run("train", experiment.toString(), "--out", out.toString(), "--profile", "--json");
    assertThat(profiled.code()).isZero();
    Map<?, ?> profile = (Map<?, ?>) profiled.object().get("profile");
    assertThat((Object) profile.get("steps")).isEqualTo(44);
    assertThat(profile.keySet().stream().map(String::valueOf))
        .containsExactly(
            "steps",
            "threads",
            "step_ms",
            "kernels_ms",
            "outside_ms",
            "outside_share",
            "peaks",
            "phases",
            "ops");
    assertThat(profiled.err()).contains("profile: median of 44 steps", "eyes", "outside kernels");
    assertThat((Object) profiled.object().get("train_loss"))
        .as("looking changes nothing")
        .isEqualTo(trained.object().get("train_loss"));
  }

  @Test
  void aProfileNeedsTwoSteps() {
    Cli tooShort =
        Cli.run(
            "train",
            experiment.toString(),
            "--out",
            folder.resolve("short").toString(),
            "--profile",
            "--epochs=1",
            "--batch=400");
    assertThat(tooShort.code()).isEqualTo(2);
    assertThat(tooShort.err())
        .contains(
            "train: a profile needs at least 2 steps, got 1;"
                + " train for more epochs or with smaller batches");
  }

  @Test
  void showsPeopleALineAnEpoch() {
    assertThat(trained.err().lines().filter(line -> line.strip().matches("\\d/3 .*"))).hasSize(3);
    assertThat(trained.err()).contains("val accuracy", "test accuracy", run.toString());
  }

  @Test
  void theFolderHoldsExperimentEventsModelsAndMetrics() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> run.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "experiment.yaml",
              "events.jsonl",
              "checkpoints/step-0000000045.safetensors",
              "metrics.json",
              "model/model.json",
              "model/model.safetensors",
              "last/model.json",
              "last/model.safetensors");
    }
    String metrics = Files.readString(run.resolve("metrics.json"));
    assertThat(Json.read(metrics, Place.of("metrics"))).isEqualTo(trained.json());
  }

  @Test
  void eventsAreOneJsonValueALine() throws IOException {
    List<Map<?, ?>> events = events(run);
    assertThat(events.getFirst().get("event")).isEqualTo("started");
    assertThat(events.getFirst().get("steps_per_epoch")).isEqualTo(15);
    assertThat(events.getLast().get("event")).isEqualTo("finished");
    assertThat(events.stream().filter(event -> event.get("event").equals("epoch"))).hasSize(3);
    assertThat(events.stream().filter(event -> event.get("event").equals("step"))).hasSize(45);
  }

  @Test
  void theExperimentOfARunGivesTheSameRunAgain() throws IOException {
    Path again = folder.resolve("again");
    Cli second =
        Cli.run(
            "train",
            run.resolve("experiment.yaml").toString(),
            "--out",
            again.toString(),
            "--json");
    assertThat(second.code()).isZero();
    assertThat(losses(again)).isEqualTo(losses(run));
    assertThat(second.object().get("test_accuracy"))
        .isEqualTo(trained.object().get("test_accuracy"));
  }

  @Test
  void evaluateMeasuresTheRunsModelAsTrainingDid() {
    for (Path path : List.of(run, run.resolve("model"))) {
      Cli evaluated = Cli.run("evaluate", path.toString(), "--json");
      assertThat(evaluated.err()).contains("accuracy", "true \\ predicted");
      assertThat(evaluated.code()).isZero();
      for (String key :
          List.of(
              "epochs",
              "train_loss",
              "validation_accuracy",
              "test_accuracy",
              "test_errors",
              "parameters")) {
        assertThat((Object) evaluated.object().get(key)).isEqualTo(trained.object().get(key));
      }
      assertThat(evaluated.object().containsKey("seconds")).isTrue();
      assertThat((List<?>) evaluated.object().get("confusion")).hasSize(10);
    }
  }

  /** Training with {@code auto} computes in bf16 where the processor can; so does what follows. */
  @Test
  void trainedModelsAreComputedAsTheyWereTrainedOrAsAsked() throws IOException {
    boolean bf16 = Engines.standard().withPrecision(Precision.AUTO).computesInBf16();
    Path array = folder.resolve("ramp.npy");
    float[] ramp = new float[28 * 28];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i / 784f;
    }
    NpyFile.write(array, Tensor.of(Shape.of(1, 28, 28), ramp));
    String[] evaluate = {"evaluate", run.toString(), "--json"};
    String[] predict = {"predict", run.toString(), array.toString(), "--json"};
    double trainedLoss = (double) trained.object().get("test_loss");

    // Batches of another size are summed up in another order.
    double loss = loss(evaluate);
    assertThat(loss).isCloseTo(trainedLoss, withinPercentage(1e-4));
    assertThat(loss(with(evaluate, "--precision=auto"))).isEqualTo(loss);
    assertThat(loss(with(evaluate, "--precision=fp32")) == loss).isEqualTo(!bf16);
    Object predicted = Cli.run(predict).json();
    assertThat(Cli.run(with(predict, "--precision=auto")).json()).isEqualTo(predicted);
    assertThat(Cli.run(with(predict, "--precision=fp32")).json().equals(predicted))
        .isEqualTo(!bf16);
  }

  @Test
  void aPrecisionThatIsNoneIsNamed() {
    Cli wrong = Cli.run("evaluate", run.toString(), "--precision", "fp8");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("precision: expected one of fp32, bf16, auto, got 'fp8'");
  }

  private static double loss(String... arguments) {
    return (double) Cli.run(arguments).object().get("test_loss");
  }

  private static String[] with(String[] arguments, String option) {
    return Stream.concat(Stream.of(arguments), Stream.of(option)).toArray(String[]::new);
  }

  @Test
  void aModelWithoutItsRunNeedsTheNameOfASource() throws IOException {
    Path model = Files.createDirectory(folder.resolve("alone"));
    for (String file : List.of("model.json", "model.safetensors")) {
      Files.copy(run.resolve("model").resolve(file), model.resolve(file));
    }
    Cli unnamed = Cli.run("evaluate", model.toString());
    assertThat(unnamed.code()).isEqualTo(2);
    assertThat(unnamed.err())
        .contains("is a model without the run it came from; name its data with --source NAME");
    Cli named = Cli.run("evaluate", model.toString(), "--source", "digits", "--json");
    assertThat(named.code()).isZero();
    assertThat((Object) named.object().get("test_examples")).isEqualTo(4000);
    assertThat((Object) named.object().get("epochs")).isNull();
  }

  @Test
  void predictsImagesArraysAndRows() throws IOException {
    Path image = folder.resolve("black.png");
    ImageIO.write(new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    Path array = folder.resolve("two.npy");
    NpyFile.write(array, Tensor.of(Shape.of(2, 28, 28), new float[2 * 28 * 28]));
    Path rows = folder.resolve("one.csv");
    Files.writeString(rows, String.join(",", Collections.nCopies(28 * 28, "0")) + "\n");

    Cli predicted =
        Cli.run(
            "predict",
            run.toString(),
            image.toString(),
            array.toString(),
            rows.toString(),
            "--json");
    assertThat(predicted.code()).isZero();
    List<?> results = (List<?>) predicted.json();
    assertThat(results).hasSize(4);
    Map<?, ?> first = (Map<?, ?>) results.getFirst();
    assertThat((Object) first.get("file")).isEqualTo(image.toString());
    assertThat((double) first.get("probability")).isBetween(0.1, 1.0);
    Map<?, ?> probabilities = (Map<?, ?>) first.get("probabilities");
    assertThat(probabilities).hasSize(10);
    assertThat((Object) probabilities.get(first.get("class"))).isEqualTo(first.get("probability"));
    assertThat((Object) ((Map<?, ?>) results.get(2)).get("row")).isEqualTo(1);
    for (Object other : results) {
      assertThat((Object) ((Map<?, ?>) other).get("class")).isEqualTo(first.get("class"));
    }
    assertThat(predicted.err()).contains("two.npy[1]", "one.csv");
  }

  @Test
  void summaryOfARunShowsItsModel() {
    Cli summary = Cli.run("summary", run.toString(), "--json");
    assertThat(summary.code()).isZero();
    assertThat((Object) summary.object().get("parameters"))
        .isEqualTo(trained.object().get("parameters"));
    Map<?, ?> first = (Map<?, ?>) ((List<?>) summary.object().get("layers")).getFirst();
    assertThat((Object) first.get("name")).isEqualTo("eyes");
    assertThat((Object) first.get("type")).isEqualTo("conv2d");
  }

  private static List<Object> losses(Path folder) throws IOException {
    return events(folder).stream()
        .filter(event -> event.get("event").equals("step"))
        .map(event -> (Object) event.get("loss"))
        .toList();
  }

  private static List<Map<?, ?>> events(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("events.jsonl")).stream()
        .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line, Place.of("events")))
        .toList();
  }
}
