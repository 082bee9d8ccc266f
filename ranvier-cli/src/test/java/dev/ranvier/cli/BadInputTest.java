package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one message, the right exit code, and nothing left behind. */
final class BadInputTest {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void writeSmallData() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    for (String part : List.of("train", "t10k")) {
      Files.write(images(part), idx(IMAGES, new byte[6 * 28 * 28], 6, 28, 28));
      Files.write(labels(part), idx(LABELS, new byte[6], 6));
    }
  }

  @Test
  void goodDataTrain() {
    Cli run = train("mnist", "--data", data.toString(), "--epochs", "1");
    assertThat(run.out()).contains("test accuracy");
    assertThat(run.code()).isZero();
    assertThat(folder.resolve("out/model/model.json")).exists();
  }

  @Test
  void aMissingFile() throws IOException {
    Files.delete(labels("train"));
    refused(
        "idx: folder '"
            + data
            + "' lacks a file, looked for train-labels-idx1-ubyte, train-labels-idx1-ubyte.gz,"
            + " train-labels.idx1-ubyte, train-labels.idx1-ubyte.gz; copy it there or name the folder"
            + " that holds it",
        "mnist",
        "--data",
        data.toString());
  }

  @Test
  void aMissingFolder() {
    refused(
        "idx: '"
            + folder.resolve("nowhere")
            + "' does not exist, expected a folder with train-images-idx3-ubyte[.gz] and its"
            + " companions; correct the path or fetch the files first",
        "mnist",
        "--data",
        folder.resolve("nowhere").toString());
  }

  @Test
  void aTruncatedFile() throws IOException {
    Files.write(images("train"), idx(IMAGES, new byte[1000], 6, 28, 28));
    refused(
        "idx '"
            + images("train")
            + "': truncated, expected 4704 bytes of data, got 1000; fetch the file again",
        "mnist",
        "--data",
        data.toString());
  }

  @Test
  void aWrongMagicNumber() throws IOException {
    Files.write(images("train"), idx(LABELS, new byte[6], 6));
    refused(
        "idx '"
            + images("train")
            + "': magic number 0x00000801 is that of an IDX label file, expected 0x00000803 (an IDX"
            + " image file); were the files mixed up?",
        "mnist",
        "--data",
        data.toString());
  }

  @Test
  void moreImagesThanLabels() throws IOException {
    Files.write(labels("train"), idx(LABELS, new byte[5], 5));
    refused(
        "idx '"
            + images("train")
            + "' holds 6 images but 'train-labels-idx1-ubyte' holds 5 labels, expected one label for"
            + " each image; fetch both files from one source",
        "mnist",
        "--data",
        data.toString());
  }

  @Test
  void aLayerThatDoesNotFitItsInput() {
    refused(
        "dense 'dense1': takes an input of shape [batch,features] or"
            + " [batch,steps,features], got [1,28,28,1]; put a flatten layer before it",
        "digits",
        "--set",
        "model.layers=[{dense: 10}]");
  }

  @Test
  void aLastLayerThatDoesNotFitTheClasses() {
    refused(
        "train: the examples have 10 classes, the model has 9 outputs; give its last layer one unit"
            + " a class",
        "digits",
        "--set",
        "model.layers=[flatten, {dense: 9}]");
  }

  @Test
  void aMisspelledKey() {
    refused(
        "experiment: model.layers[0].conv: unknown key 'filter'; allowed are filters, kernel,"
            + " stride, padding, dilation, groups, bias, weights, biases, name, regularizer, constraint;"
            + " did you mean 'filters'?",
        "digits",
        "--set",
        "model.layers[0].conv.filter=3");
  }

  @Test
  void anUnwritableOutputFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli run = Cli.run("train", "digits", "--out", file.resolve("run").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("ranvier: --out: cannot write to '" + file.resolve("run") + "' (")
        .endsWith("); name a folder that can be written with --out" + System.lineSeparator())
        .hasLineCount(1);
    assertThat(files()).containsExactlyInAnyOrder("data", "file");
  }

  @Test
  void anOutputFolderThatIsInUse() throws IOException {
    Path out = Files.createDirectory(folder.resolve("used"));
    Files.writeString(out.resolve("precious"), "");
    Cli run = Cli.run("train", "digits", "--out", out.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "ranvier: --out: '" + out + "' exists and is not an empty folder; name a new one\n");
    assertThat(out.resolve("precious")).exists();
  }

  @Test
  void aLossThatIsNoNumber() {
    Cli run =
        train(
            "digits",
            "--set",
            "model.layers=[flatten, {dense: 10}]",
            "--set",
            "data={source: digits, train: 100, test: 10}",
            "--set",
            "train.optimizer={sgd: 1e38}");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .matches(
            "ranvier: training: the loss became \\S+ in epoch 1, step 2, with learning rate 1.0E38;"
                + " try a learning rate ten times lower, and look for values in the data that are not"
                + " finite\\R");
    assertThat(run.out()).isEmpty();
    assertThat(files()).containsExactly("data");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "digit | experiment: there is no preset and no file 'digit'; presets are char-lstm,"
            + " char-transformer, cifar10-resnet, digits, fashion-mnist, mnist, mnist-fast, mnist-lenet,"
            + " mnist-lstm; did you mean 'digits'?",
        "digits --epochs -1 | --epochs: must be from 1 to 2147483647, got -1",
        "digits --epochs x | --epochs: expected a whole number, got 'x'",
        "digits --batch 0 | --batch: must be from 1 to 2147483647, got 0",
        "digits --threads 0 | --threads: must be from 1 to 2147483647, got 0",
        "digits --lr 0 | --lr: adam: learning rate must be above 0, got 0.0",
        "digits --lr fast | --lr: expected a number, got 'fast'",
        "digits --epoch 3 | unknown option '--epoch', 'ranvier train --help' lists all; did you mean"
            + " '--epochs'?",
        "digits mnist | 'mnist' is one argument too many; see 'ranvier train --help'",
        "digits --precision fp23 | experiment: precision: expected one of fp32, bf16, auto, got"
            + " 'fp23'; did you mean 'fp32'?",
        "digits --set train.epochs=0 | experiment: train.epochs: must be at least 1, got 0",
        "digits --set data.validation=20000 | experiment: data.validation: must leave some of the"
            + " 20000 training examples to learn from, got 20000",
        "digits --set data.train=20001 | experiment: data.train: the source has 20000 such examples,"
            + " got 20001; leave the key out to use all",
        "digits --set train.optimizer={\"sgd\":-0.1} | experiment: train.optimizer.sgd: learning rate"
            + " must be above 0, got -0.1",
        "digits --set train.optimizer={\"accumulate\":{\"batches\":0,\"optimizer\":\"adam\"}} | experiment:"
            + " train.optimizer.accumulate: batches must be at least 1, got 0",
        "digits --epochs 1 --batch 9000 --set train.schedule={\"warmup\":{\"length\":2,\"schedule\":\"cosine\"}} |"
            + " warm-up: 2 steps are not less than the run's 2; warm up shorter or train longer",
        "digits --set train.schedule={\"reduce-on-plateau\":{\"metric\":\"validation_f1\"}} | schedule: metric"
            + " 'validation_f1' is not measured, measured are loss, accuracy, validation_loss,"
            + " validation_accuracy; choose one of them, measure it, or set examples for validation"
            + " aside",
        "digits --set train.metrics=[recal] | experiment: train.metrics[0]: unknown metric 'recal';"
            + " known are accuracy, auc, f1, mean-absolute-error, mean-squared-error, precision, r2,"
            + " recall, root-mean-squared-error, task, task-loss, top-k; did you mean 'recall'?",
        "digits --set epochs | --set epochs: expected path=value, for instance --set train.batch=64",
        "digits --set optimiser=1 | experiment: unknown key 'optimiser'; allowed are data, model,"
            + " loss, train, precision, seed, threads, recompute",
      })
  void wrongWordsOnTheCommandLine(String arguments, String message) {
    refused(message, arguments.split(" "));
  }

  private void refused(String message, String... arguments) {
    List<String> before = files();
    Cli run = train(arguments);
    assertThat(run.err()).isEqualToNormalizingNewlines("ranvier: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  private Cli train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path images(String part) {
    return data.resolve(part + "-images-idx3-ubyte");
  }

  private Path labels(String part) {
    return data.resolve(part + "-labels-idx1-ubyte");
  }

  private static byte[] idx(int magic, byte[] content, int... sizes) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + content.length).putInt(magic);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(content).array();
  }
}
