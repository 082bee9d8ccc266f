package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.checkpoint.CheckpointFolder;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.augment.Rotate;
import dev.ranvier.data.augment.Shift;
import dev.ranvier.data.source.Digits;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.Lookahead;
import dev.ranvier.optim.OneCycle;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.ReduceOnPlateau;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training run that ends anywhere and goes on from a checkpoint is the uninterrupted run. */
final class ResumeTest {
  private static final Dataset DIGITS = Digits.train(5, 90);
  private static final Dataset VALIDATION = Digits.test(5, 30);
  private static final int EPOCHS = 3;
  private static final int STEPS_AN_EPOCH = 5; // the last of them smaller

  @TempDir private Path folder;

  @Test
  void everyCheckpointLeadsToTheSameWeightsAndHistory() throws IOException {
    Optimizer nested =
        new ExponentialMovingAverage(
            0.9,
            new GradientAccumulation(
                2, new ClipGlobalNorm(1, new Lookahead(new Adam().withLearningRate(0.01)))));
    goesOnFromEveryCheckpoint(Engines.standard(), nested);
  }

  @Test
  void everyCheckpointLeadsToTheSameWeightsInBf16() throws IOException {
    Engine bf16 = Engines.standard().withPrecision(Precision.AUTO);
    goesOnFromEveryCheckpoint(bf16, new Sgd(0.05, 0.9));
  }

  private void goesOnFromEveryCheckpoint(Engine engine, Optimizer optimizer) throws IOException {
    Trainer whole = trainer(engine, optimizer);
    CheckpointFolder all = new CheckpointFolder(folder).withKeep(100);
    List<StepRecord> steps = new ArrayList<>();
    Checkpoints everyStep =
        new Checkpoints(whole, all).withInterval(new CheckpointInterval().withSteps(1));
    History history = whole.fit(DIGITS, fit(recorder(steps), everyStep));
    assertThat(steps).hasSize(EPOCHS * STEPS_AN_EPOCH);

    List<Path> files = files();
    assertThat(files).hasSize(EPOCHS * STEPS_AN_EPOCH);
    for (Path file : files) {
      Checkpoint checkpoint = Checkpoint.read(file);
      Trainer again = trainer(engine, optimizer);
      again.restore(checkpoint);
      assertThat(again.history().epochs())
          .isEqualTo(history.epochs().subList(0, (int) checkpoint.step() / STEPS_AN_EPOCH));
      List<StepRecord> rest = new ArrayList<>();
      History continued = again.fit(DIGITS, fit(recorder(rest)));
      assertThat(rest).isEqualTo(steps.subList((int) checkpoint.step(), steps.size()));
      assertThat(withoutTimes(continued)).isEqualTo(withoutTimes(history));
      same(again.checkpoint(), whole.checkpoint(), "from " + file);
    }
  }

  @Test
  void everyCheckpointLeadsToTheSameWeightsWithBatchesThatGrow() throws IOException {
    Schedule growing = new GrowingBatch(1, 60).withFactor(1.5).withSchedule(new OneCycle());
    Trainer whole = trainer(Engines.standard(), new Adam());
    CheckpointFolder all = new CheckpointFolder(folder).withKeep(100);
    Checkpoints everyStep =
        new Checkpoints(whole, all).withInterval(new CheckpointInterval().withSteps(1));
    History history = whole.fit(DIGITS, fit(everyStep).withSchedule(growing));
    assertThat(history.epochs().stream().map(EpochRecord::step)).containsExactly(5L, 8L, 10L);
    assertThat(files()).hasSize(10);
    for (Path file : files()) {
      Trainer again = trainer(Engines.standard(), new Adam());
      again.restore(Checkpoint.read(file));
      assertThat(withoutTimes(again.fit(DIGITS, fit().withSchedule(growing))))
          .isEqualTo(withoutTimes(history));
      same(again.checkpoint(), whole.checkpoint(), "from " + file);
    }
  }

  @Test
  void aCheckpointAfterTheLastStepOfAnEpochIsBeforeItsValidation() {
    Trainer whole = trainer(Engines.standard(), new Adam());
    Path file = folder.resolve("end.safetensors");
    Listener writer =
        new Listener() {
          @Override
          public void stepped(StepRecord step) {
            if (step.step() == STEPS_AN_EPOCH) {
              write(whole.checkpoint(), file);
            }
          }
        };
    History history = whole.fit(DIGITS, fit(writer));
    Trainer again = trainer(Engines.standard(), new Adam());
    again.restore(read(file));
    assertThat(withoutTimes(again.fit(DIGITS, fit()))).isEqualTo(withoutTimes(history));
    same(again.checkpoint(), whole.checkpoint(), "from the end of an epoch");
  }

  @Test
  void aFinishedFitGoesOnWithMoreEpochs() {
    Trainer whole = trainer(Engines.standard(), new Adam());
    Trainer half = trainer(Engines.standard(), new Adam());
    CheckpointFolder kept = new CheckpointFolder(folder);
    half.fit(DIGITS, new Fit(2).withListeners(new Checkpoints(half, kept)));
    Trainer again = trainer(Engines.standard(), new Adam());
    again.restore(kept.newest().orElseThrow().checkpoint());
    assertThat(again.fit(DIGITS, new Fit(2)).epochs()).as("nothing is left").hasSize(2);
    again.restore(kept.newest().orElseThrow().checkpoint());
    assertThat(withoutTimes(again.fit(DIGITS, new Fit(4))))
        .isEqualTo(withoutTimes(whole.fit(DIGITS, new Fit(4))));
    same(again.checkpoint(), whole.checkpoint(), "after more epochs");
  }

  @Test
  void aTrainerGoesBackToACheckpoint() {
    Trainer trainer = trainer(Engines.standard(), new Adam());
    Path file = folder.resolve("start.safetensors");
    write(trainer.checkpoint(), file);
    trainer.fit(DIGITS, new Fit(2));
    Path later = folder.resolve("later.safetensors");
    write(trainer.checkpoint(), later);
    trainer.restore(read(file));
    assertThat(trainer.checkpoint().step()).isZero();
    trainer.fit(DIGITS, new Fit(2));
    same(trainer.checkpoint(), read(later), "the second time");
  }

  @Test
  void intervalsDecideWhenOneIsWritten() throws IOException {
    assertThat(stepsWritten(new CheckpointInterval())).containsExactly(5L, 10L, 15L);
    assertThat(stepsWritten(new CheckpointInterval().withEpochs(2))).containsExactly(10L);
    assertThat(stepsWritten(new CheckpointInterval().withEpochs(0).withSteps(4)))
        .containsExactly(4L, 8L, 12L);
    assertThat(stepsWritten(new CheckpointInterval().withEpochs(0).withSeconds(1e-9))).hasSize(15);
    assertThat(stepsWritten(new CheckpointInterval().withEpochs(0).withSeconds(1e9))).isEmpty();
    assertThatThrownBy(() -> new CheckpointInterval().withSteps(-1))
        .hasMessage(
            "checkpoint: intervals must be at least 0, got 1 epochs, -1 steps, 0.0 seconds;"
                + " 0 stands for never");
  }

  private List<Long> stepsWritten(CheckpointInterval interval) throws IOException {
    Trainer trainer = trainer(Engines.standard(), new Adam());
    Path own = Files.createTempDirectory(folder, "interval");
    CheckpointFolder kept = new CheckpointFolder(own).withKeep(100);
    trainer.fit(DIGITS, fit(new Checkpoints(trainer, kept).withInterval(interval)));
    try (Stream<Path> files = Files.list(own)) {
      return files
          .map(file -> Long.valueOf(file.getFileName().toString().substring(5, 15)))
          .sorted()
          .toList();
    }
  }

  @Test
  void theBestEpochIsKeptOnRequest() throws IOException {
    Trainer trainer = trainer(Engines.standard(), new Adam());
    CheckpointFolder kept = new CheckpointFolder(folder).withKeep(1).withKeepBest(true);
    Checkpoints never =
        new Checkpoints(trainer, kept).withInterval(new CheckpointInterval().withEpochs(0));
    History history = trainer.fit(DIGITS, fit(never));
    assertThat(files().getLast().getFileName().toString())
        .isEqualTo("step-%010d-best.safetensors".formatted(history.best().step()));
  }

  @Test
  void anotherTrainingIsRefusedWithAllThatDiffers() {
    Trainer trainer = trainer(Engines.standard(), new Adam());
    Path file = folder.resolve("one.safetensors");
    Listener writer =
        new Listener() {
          @Override
          public void stepped(StepRecord step) {
            if (step.step() == 7) {
              write(trainer.checkpoint(), file);
            }
          }
        };
    trainer.fit(DIGITS, fit(writer));
    Checkpoint checkpoint = read(file);

    Model narrow =
        new Model(
            TensorType.f32(28, 28, 1),
            new Sequential(new Flatten(), new Dense(8), new Dense(10)),
            3);
    Trainer other =
        new Trainer(narrow, new SoftmaxCrossEntropy().withLabelSmoothing(0.1), new Sgd(0.1));
    assertThatThrownBy(() -> other.restore(checkpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("checkpoint: is of another training: model was ")
        .hasMessageContaining("; loss was ")
        .hasMessageContaining("; optimizer was Adam[")
        .hasMessageContaining(", is Sgd[learningRate=0.1")
        .hasMessageContaining("'model/dense1/weights' was f32[1014,12], is f32[784,8]")
        .hasMessageContaining("'model/dense2/weights' was f32[12,10], is f32[8,10]")
        .hasMessageContaining("'model/conv2d1/weights' was f32[3,3,1,6], is not there")
        .hasMessageEndingWith("; go on with what it was made with, or train anew");

    Trainer same = trainer(Engines.standard(), new Adam());
    same.restore(checkpoint);
    assertThatThrownBy(() -> same.fit(Digits.train(6, 90), fit()))
        .hasMessageMatching(
            "checkpoint: is of another training: data was .*checksum [0-9a-f]{8}, is .*checksum"
                + " [0-9a-f]{8}; go on with what it was made with, or train anew");
    assertThatThrownBy(() -> same.fit(DIGITS, fit().withBatch(10)))
        .hasMessage(
            "checkpoint: is of another training: batching was Batching[size=20, shuffle=true,"
                + " seed=4, dropLast=false, augm…, is Batching[size=10, shuffle=true, seed=4,"
                + " dropLast=false, augm…; go on with what it was made with, or train anew");
    Fit larger = fit().withSchedule(new GrowingBatch(1, 30));
    assertThatThrownBy(() -> same.fit(DIGITS, larger))
        .hasMessage(
            "fit: the checkpoint is from within an epoch with batches of 20, this fit wants"
                + " batches of 30; give it the same schedule");
    same.restore(checkpoint);
    assertThatThrownBy(() -> same.fit(DIGITS, fit().withMetrics(new Zero())))
        .hasMessage(
            "fit: the checkpoint is from within an epoch that measured [accuracy], this fit"
                + " measures [zero]; ask for the same metrics");
  }

  private record Zero() implements Metric {
    @Override
    public String name() {
      return "zero";
    }

    @Override
    public boolean greaterIsBetter() {
      return false;
    }

    @Override
    public Tally start() {
      return new Accuracy().start();
    }
  }

  private static Trainer trainer(Engine engine, Optimizer optimizer) {
    List<Layer> layers =
        List.of(
            new Conv2d(6, 3).withStride(2),
            new BatchNorm(),
            new Relu(),
            new Flatten(),
            new Dropout(0.3),
            new Dense(12),
            new Relu(),
            new Dense(10));
    Model model = new Model(TensorType.f32(28, 28, 1), new Sequential(layers), 2);
    return new Trainer(model, new SoftmaxCrossEntropy(), optimizer, engine);
  }

  private static Fit fit(Listener... listeners) {
    Batching batching =
        new Batching(20).withShuffle(4).withAugmentations(new Shift(2), new Rotate(10));
    return new Fit(EPOCHS)
        .withBatching(batching)
        .withValidation(VALIDATION)
        .withSchedule(new ReduceOnPlateau().withPatience(0))
        .withListeners(listeners);
  }

  private static Listener recorder(List<StepRecord> steps) {
    return new Listener() {
      @Override
      public void stepped(StepRecord step) {
        steps.add(step);
      }
    };
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<EpochRecord> withoutTimes(History history) {
    return history.epochs().stream()
        .map(
            epoch ->
                new EpochRecord(
                    epoch.epoch(),
                    epoch.step(),
                    epoch.learningRate(),
                    epoch.metrics(),
                    epoch.examples(),
                    0))
        .toList();
  }

  private static void same(Checkpoint actual, Checkpoint expected, String what) {
    assertThat(actual.step()).as(what).isEqualTo(expected.step());
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(actual.tensors().get(name).memory().mismatch(tensor.memory()))
                    .as("%s: %s", what, name)
                    .isEqualTo(-1));
  }

  private static void write(Checkpoint checkpoint, Path file) {
    try {
      checkpoint.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Checkpoint read(Path file) {
    try {
      return Checkpoint.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
