package dev.ranvier.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.catalog.Place;
import dev.ranvier.data.TableSource;
import dev.ranvier.data.augment.Rotate;
import dev.ranvier.data.augment.Shift;
import dev.ranvier.exec.Precision;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Cosine;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.Sgd;
import dev.ranvier.train.CheckpointInterval;
import dev.ranvier.train.Limits;
import dev.ranvier.train.metric.F1Score;
import dev.ranvier.train.metric.RecallScore;
import dev.ranvier.train.metric.TopK;
import dev.ranvier.train.stopping.GeneralizationLoss;
import dev.ranvier.train.stopping.Patience;
import dev.ranvier.train.stopping.StepBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExperimentFileTest {
  private static final String EXAMPLE =
      """
      data:   { source: mnist, folder: files, validation: 5000, augment: [{shift: 2}, {rotate: 10}] }
      model:  { layers: [ {conv: {filters: 32, kernel: 5, padding: same}}, relu, {maxpool: 2}, flatten,
                          {dense: 10} ] }
      loss:   softmax-cross-entropy
      train:  { epochs: 10, batch: 64, optimizer: {adam: {lr: 0.001}}, schedule: cosine }
      precision: auto
      seed: 7
      threads: 2
      """;

  @TempDir private Path folder;

  private ExperimentFile example() throws IOException {
    return ExperimentFile.load(Files.writeString(folder.resolve("my.yaml"), EXAMPLE).toString());
  }

  @Test
  void readsAnExperiment() throws IOException {
    ExperimentFile file = example();
    assertThat(file.name()).isEqualTo("my");
    Experiment experiment = file.experiment();
    assertThat(experiment.data().folder()).isEqualTo(Path.of("files"));
    assertThat(experiment.data().counts()).isEqualTo(new DataSettings.Counts(0, 5000, 0));
    assertThat(experiment.data().augmentations()).containsExactly(new Shift(2), new Rotate(10));
    assertThat(experiment.layer())
        .isEqualTo(
            new Sequential(
                new Conv2d(32, 5).withPadding(PaddingRule.SAME),
                new Relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Dense(10)));
    assertThat(experiment.loss()).isEqualTo(new SoftmaxCrossEntropy());
    assertThat(experiment.train()).isEqualTo(train(new Cosine()));
    assertThat(experiment.seed()).isEqualTo(7);
    assertThat(experiment.engine())
        .isEqualTo(new EngineSettings(Precision.AUTO, OptionalInt.of(2), false));
  }

  private static TrainSettings train(Schedule schedule) {
    CheckpointSettings everyEpoch = new CheckpointSettings(new CheckpointInterval(), 1, 2, false);
    Method method = new Method(new Adam(), schedule);
    return new TrainSettings(new Limits(10), 64, method, List.of(), everyEpoch);
  }

  @Test
  void stoppingCriteriaAndMetricsAreListsOrSingle() throws IOException {
    ExperimentFile file = example();
    file.apply("train.stop={gl: 5}");
    file.apply("train.metrics=[f1, {top-k: 3}, {recall: {class-index: 7}}]");
    TrainSettings train = file.experiment().train();
    assertThat(train.limits().stopping()).containsExactly(new GeneralizationLoss(5));
    assertThat(train.metrics())
        .containsExactly(new F1Score(), new TopK(3), new RecallScore().withClassIndex(7));
    file.apply("train.stop=[{patience: {epochs: 3, metric: validation_f1}}, {step-budget: 900}]");
    assertThat(file.experiment().train().limits().stopping())
        .containsExactly(new Patience(3).withMetric("validation_f1"), new StepBudget(900));
  }

  @Test
  void wrongStoppingCriteriaAndMetricsAreRefused() throws IOException {
    assertThatThrownBy(() -> changed("train.stop={patience: 0}"))
        .hasMessage("experiment: train.stop.patience: epochs must be at least 1, got 0");
    assertThatThrownBy(() -> changed("train.stop=[{patient: 3}]"))
        .hasMessageStartingWith(
            "experiment: train.stop[0]: unknown stopping criterion 'patient'; known are at-least,")
        .hasMessageEndingWith("; did you mean 'patience'?");
    assertThatThrownBy(() -> changed("train.metrics=[acuracy]"))
        .hasMessage(
            "experiment: train.metrics[0]: unknown metric 'acuracy'; known are accuracy, auc, f1,"
                + " mean-absolute-error, mean-squared-error, precision, r2, recall,"
                + " root-mean-squared-error, task, task-loss, top-k; did you mean 'accuracy'?");
    assertThatThrownBy(() -> changed("train.metrics=[top-k]"))
        .hasMessage("experiment: train.metrics[0].top-k: needs the key 'k'");
  }

  @Test
  void weightsAreBalancedOrNot() throws IOException {
    assertThat(example().experiment().data().balanced()).isFalse();
    assertThat(changed("data.weights=balanced").data().balanced()).isTrue();
    assertThatThrownBy(() -> changed("data.weights=trust"))
        .hasMessage(
            "experiment: data.weights: expected balanced, got 'trust'; a column of weights is named"
                + " in the source, {table: {weights: trust, ...}}");
  }

  @Test
  void tablesHaveColumns() throws IOException {
    assertThat(
            changed("data.source={table: {file: a.csv, classes: [kind, old], held-out: 0.3}}")
                .data()
                .source())
        .isEqualTo(new TableSource("a.csv").withClasses(List.of("kind", "old")).withHeldOut(0.3));
  }

  private Experiment changed(String assignment) throws IOException {
    ExperimentFile file = example();
    file.apply(assignment);
    return file.experiment();
  }

  @Test
  void checkpointsHaveTheirIntervals() throws IOException {
    ExperimentFile file = example();
    file.apply("train.checkpoint={every-steps: 100, every-seconds: 60, keep: 3, keep-best: true}");
    assertThat(file.experiment().train().checkpoints())
        .isEqualTo(new CheckpointSettings(new CheckpointInterval(0, 100, 60), 0, 3, true));
    file.apply("train.checkpoint={every-epochs: 0}");
    assertThat(file.experiment().train().checkpoints().interval())
        .isEqualTo(new CheckpointInterval(0, 0, 0));
    file.apply("train.checkpoint={every: 3}");
    assertThatIllegalArgumentException()
        .isThrownBy(file::experiment)
        .withMessage(
            "experiment: train.checkpoint: unknown key 'every'; allowed are every-epochs,"
                + " every-steps, every-seconds, keep, keep-best; did you mean 'every-steps'?");
    file.apply("train.checkpoint={every-seconds: -1}");
    assertThatIllegalArgumentException()
        .isThrownBy(file::experiment)
        .withMessage("experiment: train.checkpoint.every-seconds: must be at least 0, got -1.0");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() throws IOException {
    ExperimentFile file = example();
    assertThat(Yaml.read(file.text(), Place.of("test"))).isEqualTo(file.tree());
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    ExperimentFile file = ExperimentFile.load("digits");
    file.tree().remove("loss");
    file.tree().remove("train");
    Experiment experiment = file.experiment();
    assertThat(experiment.loss()).isEqualTo(new SoftmaxCrossEntropy());
    assertThat(experiment.train()).isEqualTo(train(new ConstantRate()));
    assertThat(experiment.engine().threads()).isEmpty();
  }

  static java.util.List<String> presets() {
    return Presets.names();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetIsAnExperiment(String name) {
    ExperimentFile file = ExperimentFile.load(name);
    assertThat(file.experiment().train().epochs()).isPositive();
    assertThat(Yaml.read(file.text(), Place.of("test"))).isEqualTo(file.tree());
  }

  @Test
  void changesReachEveryPlace() throws IOException {
    ExperimentFile file = example();
    file.apply("train.batch=8");
    file.apply("model.layers[0].conv.filters=4");
    file.apply("model.layers[4]={dense: {units: 3, name: head}}");
    file.apply("train.optimizer.adam.beta1=0.5");
    file.apply("data.augment=");
    file.apply("threads=null");
    file.apply("recompute=true");
    Experiment experiment = file.experiment();
    assertThat(experiment.train().batch()).isEqualTo(8);
    assertThat(((Sequential) experiment.layer()).layers())
        .contains(new Conv2d(4, 5).withPadding(PaddingRule.SAME), new Dense(3).named("head"));
    assertThat(experiment.train().optimizer()).isEqualTo(new Adam().withBeta1(0.5));
    assertThat(experiment.data().augmentations()).isEmpty();
    assertThat(experiment.engine().threads()).isEmpty();
    assertThat(experiment.engine().recompute()).isTrue();
  }

  @Test
  void aNameAloneTakesSettings() throws IOException {
    ExperimentFile file = example();
    file.apply("train.optimizer=adam");
    file.apply("train.optimizer.adam.beta1=0.5");
    assertThat(file.experiment().train().optimizer()).isEqualTo(new Adam().withBeta1(0.5));
    file.apply("train.optimizer=adam");
    file.apply("train.optimizer.sgd.lr=0.5");
    assertThat(file.experiment().train().optimizer()).isEqualTo(new Sgd(0.5));
  }

  @Test
  void theLearningRateChangesHoweverItIsWritten() throws IOException {
    for (String optimizer :
        new String[] {"adam", "{adam: {lr: 0.5}}", "{adam: {learning-rate: 0.5}}"}) {
      ExperimentFile file = example();
      file.apply("train.optimizer=" + optimizer);
      file.setLearningRate(0.25, "--lr");
      assertThat(file.experiment().train().optimizer())
          .isEqualTo(new Adam().withLearningRate(0.25));
    }
    ExperimentFile file = example();
    file.apply("train.optimizer={sgd: 0.5}");
    file.setLearningRate(0.25, "--lr");
    assertThat(file.experiment().train().optimizer()).isEqualTo(new Sgd(0.25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "train | --set train: expected path=value, for instance --set train.batch=64",
        "a..b=1 | --set a..b=1: path 'a..b' should look like model.layers[0].conv.filters",
        "model.layers[9]=relu | --set model.layers[9]=relu: there is no element [9], the list has 5,"
            + " from [0] on",
        "model.layers.conv=1 | --set model.layers.conv=1: 'conv' is a key, but stands in a list; say"
            + " which element, as in [0]",
        "train[0]=1 | --set train[0]=1: positions like [0] belong to lists, and this is none",
      })
  void changesThatDoNotFitAreRefused(String change, String message) throws IOException {
    ExperimentFile file = example();
    assertThatIllegalArgumentException().isThrownBy(() -> file.apply(change)).withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model= | experiment: needs the key 'model', got only data, model, loss, train, precision,"
            + " seed, threads",
        "model.layers= | experiment: model: needs the key 'layers', got only layers",
        "model.layers=[] | experiment: model.layers: expected at least one layer, got none",
        "model.layers=relu | experiment: model.layers: expected a list, got 'relu'",
        "data.source=mnits | experiment: data.source: unknown source 'mnits'; known are cifar10,"
            + " digits, fashion-mnist, mnist, table, text; did you mean 'mnist'?",
        "data.augment=[{shft: 1}] | experiment: data.augment[0]: unknown augmentation 'shft'; known"
            + " are <augmentations>; did you mean 'shift'?",
        "data.normalize=standard | experiment: data.normalize: unknown normalization 'standard'; known"
            + " are min-max, scale, standardize; did you mean 'standardize'?",
        "train=5 | experiment: train: expected keys and values, got 5",
        "loss=soft-cross-entropy | experiment: loss: unknown loss 'soft-cross-entropy'; known are"
            + " <losses>; did you mean 'softmax-cross-entropy'?",
        "seed=x | experiment: seed: expected a whole number, got 'x'",
        "recompute=2 | experiment: recompute: expected true or false, got 2",
      })
  void mistakesNameTheirPlace(String change, String message) throws IOException {
    ExperimentFile file = example();
    file.apply(change);
    assertThatIllegalArgumentException()
        .isThrownBy(file::experiment)
        .withMessage(
            message
                .replace("<losses>", names(Kind.LOSSES))
                .replace("<augmentations>", names(Kind.AUGMENTATIONS)));
  }

  private static String names(Kind kind) {
    return Catalog.standard().entries(kind).stream()
        .map(Entry::name)
        .collect(Collectors.joining(", "));
  }

  @Test
  void filesThatAreNoYamlAreRefusedWithTheLine() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "data:\n  source: [mnist\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExperimentFile.load(file.toString()))
        .withMessageStartingWith(file + ": line ");
    Files.writeString(file, "data: 1\ndata: 2\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExperimentFile.load(file.toString()))
        .withMessageStartingWith(file + ": line 2")
        .withMessageContaining("data");
    Files.writeString(file, "just words");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExperimentFile.load(file.toString()))
        .withMessage(file + ": expected an experiment with the keys data and model");
  }
}
