package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import dev.ranvier.data.ImageDataset;
import dev.ranvier.data.Labels;
import dev.ranvier.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with the binary files of CIFAR-10: {@code data_batch_1.bin} to {@code data_batch_5.bin}
 * and {@code test_batch.bin}, or with the folder {@code cifar-10-batches-bin} that holds them.
 *
 * <p>A record is a byte for the label and 32·32 bytes each for red, green and blue; images become
 * {@code [32,32,3]}. The format is described with the data: A. Krizhevsky, "Learning multiple
 * layers of features from tiny images", 2009.
 *
 * @param folder where the files are
 */
public record Cifar10Files(Path folder) {
  private static final String PACKED = "cifar-10-batches-bin";
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final Shape SHAPE = Shape.of(32, 32, 3);
  private static final int CHANNELS = 3;
  private static final int CELLS = 32 * 32;
  private static final int RECORD = 1 + CHANNELS * CELLS;
  private static final int LARGEST = (Integer.MAX_VALUE - 8) / RECORD;

  /**
   * The training examples, in the order of the files.
   *
   * @throws DataException when a file is missing or damaged
   */
  public ImageDataset train() {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      names.add("data_batch_" + number + ".bin");
    }
    return read(names);
  }

  /**
   * The test examples.
   *
   * @throws DataException when the file is missing or damaged
   */
  public ImageDataset test() {
    return read(List.of("test_batch.bin"));
  }

  private ImageDataset read(List<String> names) {
    List<byte[]> files = names.stream().map(this::records).toList();
    long count = files.stream().mapToLong(file -> file.length / RECORD).sum();
    if (count > LARGEST) {
      throw new DataException(
          "cifar-10 '"
              + folder
              + "': the files hold "
              + count
              + " images, at most "
              + LARGEST
              + " fit one array; use fewer");
    }
    byte[] pixels = new byte[(int) count * CHANNELS * CELLS];
    int[] labels = new int[(int) count];
    int at = 0;
    for (byte[] file : files) {
      for (int record = 0; record < file.length; record += RECORD) {
        labels[at] = file[record] & 0xFF;
        interleave(file, record + 1, pixels, at * CHANNELS * CELLS);
        at++;
      }
    }
    Labels.requireInRange("cifar-10 '" + folder + "'", labels, CLASSES.size());
    return new ImageDataset(SHAPE, pixels, labels, CLASSES);
  }

  /** From one plane for each channel to the channels of one cell side by side. */
  private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int cell = 0; cell < CELLS; cell++) {
        pixels[to + CHANNELS * cell + channel] = planes[from + CELLS * channel + cell];
      }
    }
  }

  private byte[] records(String name) {
    Path file = find(name);
    byte[] bytes;
    try {
      requireRecords(file, Files.size(file));
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("cifar-10 '" + file + "': cannot be read (" + e + ")", e);
    }
    requireRecords(file, bytes.length); // it may have changed since
    return bytes;
  }

  private static void requireRecords(Path file, long size) {
    if (size == 0 || size % RECORD != 0 || size / RECORD > LARGEST) {
      throw new DataException(
          "cifar-10 '"
              + file
              + "' has "
              + size
              + " bytes, expected records of "
              + RECORD
              + "; fetch the binary version of the data again");
    }
  }

  private Path find(String name) {
    for (Path at : List.of(folder, folder.resolve(PACKED))) {
      if (Files.isRegularFile(at.resolve(name))) {
        return at.resolve(name);
      }
    }
    throw new DataException(
        "cifar-10: folder '"
            + folder
            + "' lacks "
            + name
            + ", alone or in "
            + PACKED
            + "; unpack the binary version of the data there or name the folder that holds it");
  }
}
