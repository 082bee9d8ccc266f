package dev.ranvier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.MadeUpExamples;
import dev.ranvier.data.RealData;
import dev.ranvier.data.Standardize;
import dev.ranvier.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir private Path folder;

  /** Two images of 2 by 3 pixels: 0 to 5 and 6 to 11, labelled 7 and 1. */
  private void writeGood() throws IOException {
    write(IMAGES, idx(0x803, new int[] {2, 2, 3}, 12));
    write(LABELS, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 1});
  }

  private static byte[] idx(int magic, int[] sizes, int values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + values).putInt(magic);
    for (int size : sizes) {
      buffer.putInt(size);
    }
    for (int i = 0; i < values; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private void assertFailure(String message) {
    assertThatThrownBy(() -> IdxFiles.mnist(folder).train())
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    writeGood();
    Dataset train = IdxFiles.mnist(folder).train();
    assertThat(train.size()).isEqualTo(2);
    assertThat(train.inputType()).isEqualTo(TensorType.f32(2, 3, 1));
    assertThat(train.classCount()).isEqualTo(10);
    assertThat(MadeUpExamples.input(train, 1)[5]).isEqualTo(11 / 255f);
    assertThat(train.label(0)).isEqualTo(7);
    assertThat(train.label(1)).isEqualTo(1);
  }

  @Test
  void readsCompressedFilesAndNamesWithADot() throws IOException {
    write("t10k-images.idx3-ubyte.gz", gzip(idx(0x803, new int[] {1, 1, 1}, 1)));
    write("t10k-labels.idx1-ubyte", idx(0x801, new int[] {1}, 1));
    Dataset test = IdxFiles.fashionMnist(folder).test();
    assertThat(test.size()).isEqualTo(1);
    assertThat(test.classNames().get(test.label(0))).isEqualTo("T-shirt/top");
  }

  @Test
  void goesByTheContentWhereTheEndingIsWrong() throws IOException {
    writeGood();
    Files.move(folder.resolve(IMAGES), folder.resolve(IMAGES + ".gz"));
    write(LABELS, gzip(Files.readAllBytes(folder.resolve(LABELS))));
    assertThat(IdxFiles.mnist(folder).train().size()).isEqualTo(2);
  }

  @Test
  void saysThatTheFolderIsMissing() throws IOException {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> IdxFiles.mnist(absent).train())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "idx: '"
                + absent
                + "' does not exist, expected a folder with train-images-idx3-ubyte[.gz]"
                + " and its companions; correct the path or fetch the files first");
    Path file = write("file", new byte[1]);
    assertThatThrownBy(() -> IdxFiles.mnist(file).test())
        .hasMessage(
            "idx: '"
                + file
                + "' is not a folder, expected a folder with t10k-images-idx3-ubyte[.gz]"
                + " and its companions; correct the path or fetch the files first");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    writeGood();
    Files.delete(folder.resolve(LABELS));
    assertFailure(
        "idx: folder '"
            + folder
            + "' lacks a file, looked for train-labels-idx1-ubyte, train-labels-idx1-ubyte.gz,"
            + " train-labels.idx1-ubyte, train-labels.idx1-ubyte.gz;"
            + " copy it there or name the folder that holds it");
  }

  @Test
  void countsTruncatedData() throws IOException {
    writeGood();
    Path file = write(IMAGES, idx(0x803, new int[] {2, 2, 3}, 9));
    assertFailure(
        "idx '" + file + "': truncated, expected 12 bytes of data, got 9; fetch the file again");
    write(IMAGES, idx(0x803, new int[] {1_000_000, 1_000, 1_000}, 9));
    assertFailure(
        "idx '"
            + file
            + "': truncated, expected 1000000000000 bytes of data, got 9;"
            + " fetch the file again");
  }

  @Test
  void anArchiveThatGoesOnIsNotReadToItsEnd() throws IOException {
    writeGood();
    Files.delete(folder.resolve(IMAGES));
    byte[] bomb = gzip(idx(0x803, new int[] {2, 2, 3}, 40_000_000));
    Path file = write(IMAGES + ".gz", bomb);
    assertFailure(
        "idx '"
            + file
            + "': more than 16777216 bytes follow the 2 images of 2 x 3 pixels that its header"
            + " announces, expected none; fetch the file again");
    bomb = gzip(idx(0x803, new int[] {1, 30_000, 1_000}, 29_000_000));
    write(IMAGES + ".gz", bomb);
    assertFailure(
        "idx '"
            + file
            + "': truncated, expected 30000000 bytes of data, got 29000000; fetch the file again");
  }

  @Test
  void countsWhatATruncatedArchiveHolds() throws IOException {
    byte[] random = idx(0x803, new int[] {1, 100, 100}, 10_000);
    new java.util.Random(1).nextBytes(random);
    System.arraycopy(idx(0x803, new int[] {1, 100, 100}, 0), 0, random, 0, 16);
    byte[] whole = gzip(random);
    Path file = write(IMAGES + ".gz", Arrays.copyOf(whole, 6000));
    write(LABELS, idx(0x801, new int[] {1}, 1));
    assertThatThrownBy(() -> IdxFiles.mnist(folder).train())
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "idx '\\Q"
                + file
                + "\\E': truncated, expected 10000 bytes of data, got 59\\d\\d;"
                + " fetch the file again");
    write(IMAGES + ".gz", Arrays.copyOf(whole, 5));
    assertFailure("idx '" + file + "': truncated gzip header; fetch the file again");
  }

  @Test
  void countsATruncatedHeader() throws IOException {
    writeGood();
    Path file = write(IMAGES, Arrays.copyOf(idx(0x803, new int[] {2, 2, 3}, 0), 10));
    assertFailure(
        "idx '" + file + "': truncated, expected 16 bytes of header, got 10; fetch the file again");
    write(IMAGES, new byte[0]);
    assertFailure(
        "idx '" + file + "': truncated, expected 16 bytes of header, got 0; fetch the file again");
  }

  @Test
  void saysThatAnArchiveIsDamaged() throws IOException {
    byte[] archive = gzip(idx(0x803, new int[] {2, 2, 3}, 12));
    archive[archive.length - 6] ^= 1; // in the checksum
    Path file = write(IMAGES + ".gz", archive);
    write(LABELS, idx(0x801, new int[] {2}, 2));
    assertFailure("idx '" + file + "': damaged gzip (Corrupt GZIP trailer); fetch the file again");
  }

  @Test
  void saysWhatAFileIsInstead() throws IOException {
    writeGood();
    Path file = folder.resolve(IMAGES);
    String expected = ", expected 0x00000803 (an IDX image file); were the files mixed up?";
    write(IMAGES, idx(0x801, new int[] {2}, 2));
    assertFailure(
        "idx '" + file + "': magic number 0x00000801 is that of an IDX label file" + expected);
    write(IMAGES, idx(0xD02, new int[] {2}, 2));
    assertFailure(
        "idx '"
            + file
            + "': magic number 0x00000d02 is that of an IDX file of type 0x0d with 2 dimensions"
            + expected);
    write(IMAGES, "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII));
    assertFailure("idx '" + file + "': magic number 0x3c21444f is that of a web page" + expected);
    write(IMAGES, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    assertFailure("idx '" + file + "': magic number 0x89504e47 is that of no IDX file" + expected);

    writeGood();
    Path labels = write(LABELS, idx(0x803, new int[] {2, 2, 3}, 12));
    assertFailure(
        "idx '"
            + labels
            + "': magic number 0x00000803 is that of an IDX image file,"
            + " expected 0x00000801 (an IDX label file); were the files mixed up?");
  }

  @Test
  void comparesTheCounts() throws IOException {
    writeGood();
    write(LABELS, idx(0x801, new int[] {3}, 3));
    assertFailure(
        "idx '"
            + folder.resolve(IMAGES)
            + "' holds 2 images but 'train-labels-idx1-ubyte' holds 3 labels,"
            + " expected one label for each image; fetch both files from one source");
  }

  @Test
  void refusesALabelWithoutAClass() throws IOException {
    writeGood();
    Path file = write(LABELS, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 10});
    assertFailure(
        "idx '"
            + file
            + "': label 10 of example 1 is out of range, expected 0 to 9;"
            + " name all classes or repair the labels");
    assertThat(new IdxFiles(folder, Dataset.numberedClasses(11)).train().label(1)).isEqualTo(10);
  }

  @Test
  void refusesImagesWithoutPixels() throws IOException {
    writeGood();
    Path file = write(IMAGES, idx(0x803, new int[] {2, 0, 3}, 0));
    assertFailure(
        "idx '"
            + file
            + "': header announces 2 images of 0 x 3 pixels,"
            + " expected at least one of at least one pixel; fetch the file again");
  }

  @Test
  void refusesBytesAfterTheEnd() throws IOException {
    writeGood();
    Path file = write(IMAGES, idx(0x803, new int[] {2, 2, 3}, 17));
    assertFailure(
        "idx '"
            + file
            + "': 5 bytes follow the 2 images of 2 x 3 pixels that its header announces,"
            + " expected none; fetch the file again");
  }

  @Test
  void readsMnist() {
    Path mnist = RealData.folder("mnist");
    long start = System.nanoTime();
    Dataset train = IdxFiles.mnist(mnist).train();
    double seconds = (System.nanoTime() - start) / 1e9;
    Dataset test = IdxFiles.mnist(mnist).test();

    assertThat(train.size()).isEqualTo(60_000);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(List.of(train.label(0), train.label(59_999), test.label(0)))
        .containsExactly(5, 8, 7);
    assertThat(seconds).as("seconds; about 0.2 on an idle machine").isLessThan(3);
  }

  @Test
  void findsThePublishedMeanAndDeviationOfMnist() {
    Standardize fitted = Standardize.fit(IdxFiles.mnist(RealData.folder("mnist")).train());
    assertThat(fitted.mean().get(0)).isBetween(0.13065, 0.13067);
    assertThat(fitted.deviation().get(0)).isBetween(0.30809, 0.30812);
  }
}
