package dev.ranvier.cli.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.ModelFile;
import dev.ranvier.catalog.Place;
import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.experiment.Yaml;
import dev.ranvier.cli.run.EventLines;
import dev.ranvier.data.Scale;
import dev.ranvier.data.TableSource;
import dev.ranvier.data.image.Images;
import dev.ranvier.data.source.Cifar10Source;
import dev.ranvier.data.source.IdxFiles;
import dev.ranvier.data.source.TextSource;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.tensor.CheckedSafetensors;
import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** All readers, with files that they read well. */
final class Targets {
  private static final Path GOLDEN =
      Path.of("..", "ranvier-core", "src", "test", "resources", "golden", "images");
  private static final int CIFAR_RECORD = 1 + 3 * 32 * 32;

  private final Path folder;

  /** Makes files in a folder. */
  Targets(Path folder) {
    this.folder = folder;
  }

  List<Target> all() throws IOException {
    List<Target> targets = new ArrayList<>();
    targets.add(safetensors());
    targets.add(checkpoint());
    targets.add(modelValues());
    targets.add(modelDescription());
    targets.add(npy());
    targets.add(idx());
    targets.add(cifar());
    targets.add(csv());
    targets.add(text());
    targets.add(yaml());
    targets.add(json());
    targets.add(events());
    for (String format : List.of("png", "jpg", "gif", "bmp", "tif", "webp")) {
      targets.add(image(format));
    }
    return targets;
  }

  private static Tensor numbers(int count) {
    Tensor tensor = Tensor.zeros(TensorType.f32(count));
    for (int i = 0; i < count; i++) {
      tensor.setDouble(i, i / 8.0);
    }
    return tensor;
  }

  private byte[] written(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private Target safetensors() throws IOException {
    Safetensors content =
        new Safetensors(
            Map.of("weights", numbers(24).reshape(Shape.of(4, 6)), "bias", numbers(6)),
            Map.of("format", "test"));
    content.write(folder.resolve("plain"));
    CheckedSafetensors.write(folder.resolve("checked"), content);
    return new Target(
        "safetensors",
        "a.safetensors",
        List.of(written("plain"), written("checked")),
        where -> Safetensors.read(where.resolve("a.safetensors")));
  }

  private Target checkpoint() throws IOException {
    Checkpoint checkpoint =
        new Checkpoint(3, Map.of("loss", "0.5", "name", "x"), Map.of("model/w", numbers(10)));
    checkpoint.write(folder.resolve("checkpoint"));
    return new Target(
        "checkpoint",
        "step-0000000003.safetensors",
        List.of(written("checkpoint")),
        where -> Checkpoint.read(where.resolve("step-0000000003.safetensors")));
  }

  private static TrainedModel model() {
    Sequential layers = new Sequential(new Dense(6), new BatchNorm(), new Relu(), new Dense(2));
    return new TrainedModel(
        new Model(TensorType.f32(4), layers, 1),
        new SoftmaxCrossEntropy(),
        Scale.NONE,
        List.of("no", "yes"));
  }

  /** Without checksums, so that damage gets as far as it can. */
  private void saveWithoutChecksums(Path where) throws IOException {
    ModelFile.save(where, model());
    Path values = where.resolve("model.safetensors");
    new Safetensors(Safetensors.read(values).tensors()).write(values);
  }

  private Target modelValues() throws IOException {
    Path sound = Files.createDirectories(folder.resolve("model"));
    ModelFile.save(sound, model());
    byte[] checked = Files.readAllBytes(sound.resolve("model.safetensors"));
    saveWithoutChecksums(sound);
    byte[] description = Files.readAllBytes(sound.resolve("model.json"));
    return new Target(
        "model values",
        "model.safetensors",
        List.of(checked, Files.readAllBytes(sound.resolve("model.safetensors"))),
        where -> {
          Files.write(where.resolve("model.json"), description);
          ModelFile.load(where);
        });
  }

  private Target modelDescription() throws IOException {
    Path sound = Files.createDirectories(folder.resolve("model"));
    saveWithoutChecksums(sound);
    byte[] values = Files.readAllBytes(sound.resolve("model.safetensors"));
    return new Target(
        "model description",
        "model.json",
        List.of(Files.readAllBytes(sound.resolve("model.json"))),
        where -> {
          Files.write(where.resolve("model.safetensors"), values);
          ModelFile.load(where);
        });
  }

  private Target npy() throws IOException {
    NpyFile.write(folder.resolve("a.npy"), numbers(12).reshape(Shape.of(3, 4)));
    NpyFile.write(folder.resolve("b.npy"), Tensor.zeros(TensorType.i32(5)));
    return new Target(
        "npy",
        "x.npy",
        List.of(written("a.npy"), written("b.npy")),
        where -> NpyFile.read(where.resolve("x.npy")));
  }

  private Target idx() throws IOException {
    byte[] images =
        ByteBuffer.allocate(16 + 2 * 9).putInt(0x803).putInt(2).putInt(3).putInt(3).array();
    byte[] labels = ByteBuffer.allocate(8 + 2).putInt(0x801).putInt(2).array();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(images);
    }
    return new Target(
        "idx",
        "train-images-idx3-ubyte",
        List.of(images, packed.toByteArray()),
        where -> {
          for (String part : List.of("train", "t10k")) {
            Files.write(where.resolve(part + "-labels-idx1-ubyte"), labels);
          }
          Files.write(where.resolve("t10k-images-idx3-ubyte"), images);
          IdxFiles.mnist(where).train();
        });
  }

  private Target cifar() {
    byte[] records = new byte[2 * CIFAR_RECORD];
    records[CIFAR_RECORD] = 7;
    return new Target(
        "cifar",
        "data_batch_1.bin",
        List.of(records),
        where -> {
          for (int i = 2; i <= 5; i++) {
            Files.write(where.resolve("data_batch_" + i + ".bin"), records);
          }
          Files.write(where.resolve("test_batch.bin"), records);
          new Cifar10Source().load(where);
        });
  }

  private static Target csv() {
    List<byte[]> seeds =
        List.of(
            "a,b,kind\n1,2.5,ja\n3,-4e-3,nein\n5,6,ja\n7,8,nein\n9,1,ja\n".getBytes(UTF_8),
            "a;town;kind\n1,5;Ulm;x\n2,5;\"Bonn; am Rhein\";y\n3;Ulm;x\n4;Ulm;y\n5;Ulm;x\n"
                .getBytes(UTF_8));
    return new Target(
        "csv",
        "t.csv",
        seeds,
        where -> new TableSource("t.csv").withClasses(List.of("kind")).load(where));
  }

  private static Target text() {
    byte[] seed = "Größe 日本 naïve 😀\nthe quick brown fox\n".repeat(20).getBytes(UTF_8);
    return new Target("text", "a.txt", List.of(seed), where -> new TextSource(8).load(where));
  }

  private static Target yaml() {
    byte[] seed =
        """
        data: {source: digits, train: 60, validation: 0.1, test: 20, normalize: standardize}
        model: {layers: [flatten, {dense: {units: 8, weights: he-normal}}, relu, {dropout: 0.2}, {dense: 10}]}
        loss: softmax-cross-entropy
        train: {epochs: 2, batch: 20, optimizer: {adam: {lr: 0.01}}, schedule: cosine, stop: [{patience: {epochs: 3}}]}
        seed: 7
        """
            .getBytes(UTF_8);
    return new Target(
        "yaml",
        "e.yaml",
        List.of(seed),
        where -> {
          Path file = where.resolve("e.yaml");
          Yaml.read(new String(Files.readAllBytes(file), UTF_8), Place.of("e.yaml"));
          Experiment read = ExperimentFile.read(file).experiment();
          read.hashCode();
        });
  }

  private static Target json() {
    byte[] seed =
        "{\"a\": [1, -2.5e3, true, null, {\"b\": \"c\\n\\u00e9\"}], \"d\": {}}".getBytes(UTF_8);
    return new Target(
        "json",
        "a.json",
        List.of(seed),
        where ->
            Json.read(
                new String(Files.readAllBytes(where.resolve("a.json")), UTF_8),
                Place.of("a.json")));
  }

  /** Damaged lines are left out, so nothing is refused. */
  private static Target events() {
    byte[] seed =
        """
        {"event":"started","time":"2026-01-01T00:00:00Z","epochs":2,"steps_per_epoch":2}
        {"event":"step","epoch":1,"step":1,"loss":0.5,"learning_rate":0.1}
        {"event":"epoch","epoch":1,"loss":0.5}
        {"event":"step","epoch":2,"step":3,"loss":0.25,"learning_rate":0.1}
        """
            .getBytes(UTF_8);
    return new Target(
        "events",
        "events.jsonl",
        List.of(seed),
        where -> new EventLines(3, 1).kept(where.resolve("events.jsonl")));
  }

  private static Target image(String format) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int type : List.of(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BufferedImage image = new BufferedImage(9, 7, type);
      image.setRGB(4, 3, 0x40C080);
      if (!format.equals("webp") && ImageIO.write(image, format, bytes)) {
        seeds.add(bytes.toByteArray());
      }
    }
    try (var files = Files.list(GOLDEN)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith("." + format) && seeds.size() < 6) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
    String name = "x." + format;
    return new Target(
        format, name, seeds, where -> Images.of(Shape.of(4, 4, 3)).read(where.resolve(name)));
  }
}
