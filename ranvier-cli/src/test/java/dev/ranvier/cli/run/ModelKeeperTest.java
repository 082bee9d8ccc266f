package dev.ranvier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.ModelFile;
import dev.ranvier.data.Scale;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.History;
import dev.ranvier.train.metric.Accuracy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelKeeperTest {
  @TempDir private Path folder;

  private final TrainedModel trained =
      new TrainedModel(
          new Model(TensorType.f32(1), new Dense(1), 0), new SquaredError(), Scale.NONE, List.of());
  private final Tensor weight = trained.model().variables().getFirst().value();

  @Test
  void keepsTheEpochWithTheHighestAccuracyAndThenTheLowestLoss() {
    ModelKeeper keeper = new ModelKeeper(trained, folder, List.of(new Accuracy()));
    double[][] accuracyAndLoss = {{0.5, 1}, {0.9, 0.4}, {0.9, 0.3}, {0.9, 0.35}, {0.8, 0.1}};
    for (int i = 0; i < accuracyAndLoss.length; i++) {
      weight.setDouble(0, i + 1);
      keeper.epochEnded(
          epoch(
              i + 1,
              Map.of(
                  "validation_accuracy",
                  accuracyAndLoss[i][0],
                  "validation_loss",
                  accuracyAndLoss[i][1])));
    }
    assertThat(keeper.restoreBest().epoch()).isEqualTo(3);
    assertThat(weight.getDouble(0)).isEqualTo(3);
    assertThat(saved("model")).isEqualTo(3);
    assertThat(saved("last")).isEqualTo(5);
  }

  @Test
  void keepsTheLastEpochWhereNothingIsValidated() {
    ModelKeeper keeper = new ModelKeeper(trained, folder, List.of());
    for (int i = 1; i <= 2; i++) {
      weight.setDouble(0, i);
      keeper.epochEnded(epoch(i, Map.of("loss", (double) i)));
    }
    assertThat(keeper.restoreBest().epoch()).isEqualTo(2);
    assertThat(saved("model")).isEqualTo(2);
    assertThat(folder.resolve("last")).doesNotExist();
  }

  /** Writing takes longer than such epochs; what is missing comes before anything can be lost. */
  @Test
  void shortEpochsAreWrittenOnceASecondAndAtTheEnd() {
    ModelKeeper keeper = new ModelKeeper(trained, folder, List.of());
    for (int i = 1; i <= 3; i++) {
      weight.setDouble(0, i);
      keeper.epochEnded(epoch(i, Map.of("validation_loss", Math.abs(i - 2.0))));
    }
    weight.setDouble(0, 9);
    assertThat(saved("model")).isEqualTo(1);
    keeper.flush();
    assertThat(saved("model")).isEqualTo(2);
    assertThat(saved("last")).isEqualTo(3);
    assertThat(weight.getDouble(0)).isEqualTo(9);
  }

  @Test
  void goesOnFromACheckpoint() {
    ModelKeeper interrupted = new ModelKeeper(trained, folder, List.of());
    List<EpochRecord> epochs = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      weight.setDouble(0, i);
      epochs.add(epoch(i, Map.of("validation_loss", Math.abs(i - 2.0))));
      interrupted.epochEnded(epochs.getLast());
    }
    weight.setDouble(0, 9); // further on, and saved, before the run ended
    ModelFile.save(folder.resolve("model"), trained);
    ModelKeeper keeper = new ModelKeeper(trained, folder, List.of());
    keeper.restore(new History(epochs), interrupted.best());
    assertThat(saved("model")).isEqualTo(2);
    assertThat(weight.getDouble(0)).isEqualTo(9);
    keeper.epochEnded(epoch(4, Map.of("validation_loss", 0.5)));
    assertThat(saved("model")).isEqualTo(2);
    assertThat(saved("last")).isEqualTo(9);
    assertThat(keeper.restoreBest().epoch()).isEqualTo(2);
    assertThat(weight.getDouble(0)).isEqualTo(2);
  }

  private double saved(String name) {
    return ModelFile.load(folder.resolve(name)).model().variables().getFirst().value().getDouble(0);
  }

  private static EpochRecord epoch(int number, Map<String, Double> metrics) {
    return new EpochRecord(number, number, 0.1, metrics, 10, 1);
  }
}
