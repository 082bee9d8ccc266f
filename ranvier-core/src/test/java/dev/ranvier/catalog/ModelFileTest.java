package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Scale;
import dev.ranvier.data.Standardize;
import dev.ranvier.infer.ClassProbability;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {
  @TempDir private Path folder;

  private static TrainedModel images(int units) {
    Sequential layers =
        new Sequential(
            new Conv2d(2, 3),
            new BatchNorm(),
            new Relu(),
            new Flatten(),
            new Dense(units).named("head"));
    return new TrainedModel(
        new Model(TensorType.f32(4, 4, 1), layers, 7),
        new SoftmaxCrossEntropy(),
        new Standardize(List.of(0.5), List.of(0.25)),
        List.of("a", "b"));
  }

  @Test
  void descriptionsAreNotBelieved() throws IOException {
    ModelFile.save(folder, images(2));
    withoutChecksums();
    Path file = folder.resolve(ModelFile.DESCRIPTION);
    String good = Files.readString(file);
    damaged(good.replace("\"stride\" : 1", "\"stride\" : 0"), "stride must be at least 1, got 0x0");
    damaged(
        good.replaceFirst("\"shape\" : \\[ 4, 4, 1 \\]", "\"shape\" : [ 4, 4, 99999999 ]"),
        "parameter 'conv2d1/weights': has the shape [3,3,99999999,2], too large for the file it is"
            + " in");
    damaged(
        good.replaceFirst(
            "\"shape\" : \\[ 4, 4, 1 \\]", "\"shape\" : [ 2147483647, 2147483647, 2147483647 ]"),
        "model.json: input.shape: shape: [2147483647, 2147483647, 2147483647] has more than 2^63"
            + " elements");
    damaged(
        good.replaceFirst("\"seed\" : 7", "\"seed\" : " + "7".repeat(2000)),
        "model.json: Number value length (2000) exceeds the maximum allowed");
    damaged("{\"layer\":".repeat(100_000), "Document nesting depth (201) exceeds");
    damaged(good.replaceFirst("\"seed\"", "\"version\""), "Duplicate field 'version'");
  }

  private void damaged(String description, String message) throws IOException {
    Files.writeString(folder.resolve(ModelFile.DESCRIPTION), description);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void anImageIsClassified() throws IOException {
    Path image = Path.of("src/test/resources/golden/images/grey8.png");
    TrainedModel model = images(2);
    List<ClassProbability> classes = model.classify(image);
    assertThat(classes).extracting(ClassProbability::name).containsExactlyInAnyOrder("a", "b");
    assertThat(classes.get(0).probability()).isGreaterThanOrEqualTo(classes.get(1).probability());
    assertThat(classes.get(0).probability() + classes.get(1).probability())
        .isCloseTo(1, within(1e-6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> images(3).classify(image))
        .withMessage(
            "classify: the model has 3 outputs and the names of 2 classes; use predict where outputs"
                + " are not classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.classify(Tensor.zeros(TensorType.f32(2, 4, 4, 1))))
        .withMessage("classify: takes one input, got f32[2,4,4,1]; use predict for several");
  }

  @Test
  void aLoadedModelPredictsWhatTheSavedOneDid() {
    TrainedModel saved = images(2);
    Tensor inputs = Tensor.zeros(TensorType.f32(3, 4, 4, 1));
    for (int i = 0; i < 48; i++) {
      inputs.setDouble(i, i % 7 / 7.0);
    }
    saved.model().variables().forEach(variable -> variable.value().setDouble(0, 0.75));
    ModelFile.save(folder, saved);

    TrainedModel loaded = ModelFile.load(folder);
    assertThat(loaded.predict(inputs).toFloats()).isEqualTo(saved.predict(inputs).toFloats());
    assertThat(loaded.model().layer()).isEqualTo(saved.model().layer());
    assertThat(loaded.model().seed()).isEqualTo(7);
    assertThat(loaded.loss()).isEqualTo(saved.loss());
    assertThat(loaded.normalizer()).isEqualTo(saved.normalizer());
    assertThat(loaded.classNames()).containsExactly("a", "b");
  }

  @Test
  void predictionsAreProbabilitiesOfNormalizedInputs() {
    TrainedModel model =
        new TrainedModel(
            new Model(TensorType.f32(1), new Dense(2), 0),
            new SoftmaxCrossEntropy(),
            new Scale(2),
            List.of("a", "b"));
    model.model().variables().get(0).value().setDouble(0, 0.5);
    model.model().variables().get(0).value().setDouble(1, 0);
    Tensor predicted = model.predict(Tensor.of(Shape.of(1, 1), 1));
    double first = Math.exp(1) / (Math.exp(1) + 1);
    assertThat(predicted.getDouble(0)).isCloseTo(first, within(1e-6));
    assertThat(predicted.getDouble(1)).isCloseTo(1 - first, within(1e-6));
  }

  @Test
  void otherLossesLeaveTheOutputAsItIs() {
    TrainedModel model =
        new TrainedModel(
            new Model(TensorType.f32(1), new Dense(1), 0),
            new SquaredError(),
            Scale.NONE,
            List.of());
    model.model().variables().get(0).value().setDouble(0, 3);
    assertThat(model.predict(Tensor.of(Shape.of(1, 1), 2)).getDouble(0)).isEqualTo(6);
  }

  @Test
  void inputsOfAnotherTypeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> images(2).predict(Tensor.of(Shape.of(1, 2), 1, 2)))
        .withMessage(
            "predict: the model takes batches of f32[4,4,1], got f32[1,2]; the first axis is the"
                + " batch");
  }

  @Test
  void nothingIsLeftBesideTheTwoFiles() throws IOException {
    ModelFile.save(folder.resolve("new/model"), images(2));
    try (var files = Files.list(folder.resolve("new/model"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.json", "model.safetensors");
    }
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessage(
            "model: '"
                + folder
                + "' holds no model.json; name a folder that a training run or ModelFile.save has"
                + " written");
    ModelFile.save(folder, images(2));
    Files.delete(folder.resolve("model.safetensors"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessageContaining("model.safetensors");
  }

  @Test
  void filesOfDifferentModelsAreRefused() throws IOException {
    ModelFile.save(folder, images(2));
    byte[] values = Files.readAllBytes(folder.resolve("model.safetensors"));
    ModelFile.save(folder, images(3));
    Files.write(folder.resolve("model.safetensors"), values);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessageMatching(
            "model: '.*model.json' is not as it was saved with its values: its checksum is"
                + " [0-9a-f]{8}, model.safetensors was saved with one of [0-9a-f]{8}; are the two"
                + " files from one model\\? Bring back the original, or save the changed model with"
                + " ModelFile.save");
    withoutChecksums();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessage(
            "model: '"
                + folder.resolve("model.safetensors")
                + "' holds f32[8,2] for 'head/weights', model.json needs f32[8,3]; are the two files"
                + " from one model?");
  }

  @Test
  void mistakesInTheDescriptionAreNamed() throws IOException {
    ModelFile.save(folder, images(2));
    withoutChecksums();
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"version\" : 1", "\"version\" : 9"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessage(
            file
                + ": has version 9, this program reads versions up to 1; use the newer program that"
                + " wrote it");
    Files.writeString(file, text.replace("\"conv2d\"", "\"conv22d\""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessageStartingWith(file + ": layer.sequential[0]: unknown layer 'conv22d'; known are")
        .withMessageEndingWith("; did you mean 'conv2d'?");
    Files.writeString(file, "{}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.load(folder))
        .withMessage(file + ": is no model: its 'format' should be 'ranvier-model'");
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    ModelFile.save(folder, images(2));
    for (String name : List.of("model.safetensors", "model.json")) {
      Path file = folder.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int bit = 0; bit < whole.length * 8; bit += 3) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        Files.write(file, flipped);
        assertThatIllegalArgumentException()
            .as("bit %d of %s", bit, name)
            .isThrownBy(() -> ModelFile.load(folder))
            .withMessageStartingWith("model: ")
            .withMessageContaining(file.toString());
      }
      Files.write(file, whole);
    }
    assertThat(ModelFile.load(folder).classNames()).containsExactly("a", "b");
  }

  @Test
  void aModelOfAnOlderProgramIsRead() throws IOException {
    TrainedModel saved = images(2);
    saved.model().variables().get(0).value().setDouble(0, 0.75);
    ModelFile.save(folder, saved);
    withoutChecksums();
    assertThat(ModelFile.load(folder).model().variables().get(0).value().getDouble(0))
        .isEqualTo(0.75);
  }

  /** As an older program, or another, would have written the values. */
  private void withoutChecksums() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new Safetensors(Safetensors.read(file).tensors()).write(file);
  }
}
