package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A run with snapshots and another one, evaluated and asked together. */
@TestInstance(Lifecycle.PER_CLASS)
final class EnsembleCommandsTest {
  private static final String CYCLIC =
      """
      data: {source: digits, train: 300, test: 100}
      model: {layers: [flatten, {dense: 10}]}
      train: {epochs: 4, batch: 30, optimizer: {adam: {lr: 0.01}}, schedule: {snapshot: 2}}
      """;

  @TempDir private static Path folder;
  private String cyclic;
  private String other;

  @BeforeAll
  void train() throws IOException {
    Path file = Files.writeString(folder.resolve("cyclic.yaml"), CYCLIC);
    cyclic = folder.resolve("cyclic").toString();
    other = folder.resolve("other").toString();
    assertThat(Cli.run("train", file.toString(), "--out", cyclic).code()).isZero();
    Cli second =
        Cli.run(
            "train", file.toString(), "--out", other, "--seed", "9", "--set", "train.schedule=");
    assertThat(second.code()).isZero();
  }

  @Test
  void aCyclicScheduleLeavesASnapshotACycle() {
    assertThat(Path.of(cyclic, "snapshots").toFile().list())
        .containsExactlyInAnyOrder("step-20", "step-40");
    assertThat(Path.of(other, "snapshots")).doesNotExist();
  }

  @Test
  void aSnapshotReportsWhatWasMeasuredInItsOwnEpoch() {
    List<?> history =
        (List<?>) Cli.run("train", "--resume", cyclic, "--json").object().get("history");
    for (int epoch : new int[] {2, 4}) {
      Map<?, ?> then = (Map<?, ?>) history.get(epoch - 1);
      List<String> models = new ArrayList<>();
      models.add(cyclic + "/snapshots/step-" + then.get("step"));
      if (epoch == 4) {
        models.add(cyclic + "/last");
      }
      for (String model : models) {
        if (!Files.exists(Path.of(model))) {
          assertThat(model).as("without validation there is no last model").endsWith("last");
          continue;
        }
        Map<?, ?> measured = Cli.run("evaluate", model, "--json").object();
        assertThat((Object) measured.get("epochs")).isEqualTo(epoch);
        assertThat((Object) measured.get("train_loss")).isEqualTo(then.get("train_loss"));
        assertThat((Object) measured.get("validation_accuracy"))
            .isEqualTo(then.get("validation_accuracy"));
      }
    }
  }

  @Test
  void severalModelsAreEvaluatedAsOne() {
    Cli three = Cli.run("evaluate", cyclic + "/snapshots", other, "--json");
    assertThat(three.code()).as(three.err()).isZero();
    assertThat((List<?>) three.object().get("members")).hasSize(3);
    assertThat((Object) three.object().get("parameters")).isEqualTo(3 * 7850);
    assertThat((Object) three.object().get("test_loss")).isNull();
    assertThat((Object) three.object().get("test_examples")).isEqualTo(100);
    double accuracy = (double) three.object().get("test_accuracy");
    assertThat(1 - (int) three.object().get("test_errors") / 100.0).isEqualTo(accuracy);
    Cli last = Cli.run("evaluate", cyclic, "--json");
    Cli weighted =
        Cli.run("evaluate", cyclic + "/snapshots", other, "--weights", "0,1,0", "--json");
    assertThat((Object) weighted.object().get("confusion"))
        .as("the second snapshot is the run's model")
        .isEqualTo(last.object().get("confusion"));
    Cli twice = Cli.run("evaluate", cyclic, cyclic, other, "--voting", "hard", "--json");
    assertThat((Object) twice.object().get("confusion"))
        .as("two of three votes")
        .isEqualTo(last.object().get("confusion"));
  }

  @Test
  void severalModelsPredictAsOne() throws IOException {
    Path inputs = folder.resolve("two.npy");
    float[] values = new float[2 * 28 * 28];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 / 7f;
    }
    NpyFile.write(inputs, Tensor.of(Shape.of(2, 28, 28), values));
    double first = probability(Cli.run("predict", cyclic, inputs.toString(), "--json"), "3");
    double second = probability(Cli.run("predict", other, inputs.toString(), "--json"), "3");
    Cli both = Cli.run("predict", cyclic, other, inputs.toString(), "--json");
    assertThat((List<?>) both.json()).hasSize(2);
    assertThat(probability(both, "3"))
        .isCloseTo((first + second) / 2, org.assertj.core.data.Offset.offset(1e-6));
    Cli votes = Cli.run("predict", cyclic, other, inputs.toString(), "--voting", "hard", "--json");
    Map<?, ?> shares =
        (Map<?, ?>) ((Map<?, ?>) ((List<?>) votes.json()).getFirst()).get("probabilities");
    assertThat(shares.values().stream().map(each -> (Object) each)).containsAnyOf(0.5, 1.0);
  }

  @Test
  void mistakesAreNamed() {
    refused("--voting: there is one model, which needs none", "evaluate", cyclic, "--voting=hard");
    refused(
        "--voting: expected soft or hard, got 'loud'", "evaluate", cyclic, other, "--voting=loud");
    refused(
        "--weights: needs one for each of the 2 models, got 3",
        "evaluate",
        cyclic,
        other,
        "--weights=1,2,3");
    refused(
        "ensemble: weights must be at least 0 and not all 0, got [-1.0, 2.0]",
        "evaluate",
        cyclic,
        other,
        "--weights=-1,2");
    refused("predict: there is nothing to predict", "predict", cyclic, other);
    refused("holds no trained model", "evaluate", cyclic, folder.toString());
  }

  private static void refused(String message, String... arguments) {
    Cli run = Cli.run(arguments);
    assertThat(run.err()).contains(message);
    assertThat(run.code()).isEqualTo(2);
  }

  private static double probability(Cli run, String name) {
    Map<?, ?> first = (Map<?, ?>) ((List<?>) run.json()).getFirst();
    return (double) ((Map<?, ?>) first.get("probabilities")).get(name);
  }
}
