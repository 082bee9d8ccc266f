package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.ImageDataset;
import dev.ranvier.data.Labels;
import dev.ranvier.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with the four files of MNIST, or of data published in its format.
 *
 * <p>The files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same
 * with {@code t10k} for the test examples, each plain or with {@code .gz}, and with a dot or a
 * hyphen before {@code idx}. The images are grey: {@code [height,width,1]}. The format is described
 * with the data: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits".
 *
 * @param folder where the files are
 * @param classNames what the labels 0, 1, … mean
 */
public record IdxFiles(Path folder, List<String> classNames) {
  /** Keeps a copy of the names. */
  public IdxFiles {
    classNames = List.copyOf(classNames);
  }

  /** Handwritten digits. */
  public static IdxFiles mnist(Path folder) {
    return new IdxFiles(folder, Dataset.numberedClasses(10));
  }

  /** Pieces of clothing (H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST", 2017). */
  public static IdxFiles fashionMnist(Path folder) {
    return new IdxFiles(
        folder,
        List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot"));
  }

  /**
   * The training examples.
   *
   * @throws DataException when a file is missing or damaged, or the files do not belong together
   */
  public ImageDataset train() {
    return read("train");
  }

  /**
   * The test examples.
   *
   * @throws DataException when a file is missing or damaged, or the files do not belong together
   */
  public ImageDataset test() {
    return read("t10k");
  }

  private ImageDataset read(String part) {
    Path imageFile = find(part + "-images", "idx3-ubyte");
    Path labelFile = find(part + "-labels", "idx1-ubyte");
    IdxReader.Content images = IdxReader.read(imageFile, IdxReader.IMAGES);
    IdxReader.Content content = IdxReader.read(labelFile, IdxReader.LABELS);
    if (images.sizes()[0] != content.sizes()[0]) {
      throw new DataException(
          "idx '"
              + imageFile
              + "' holds "
              + images.sizes()[0]
              + " images but '"
              + labelFile.getFileName()
              + "' holds "
              + content.sizes()[0]
              + " labels, expected one label for each image; fetch both files from one source");
    }
    int[] labels = new int[content.sizes()[0]];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = content.bytes()[i] & 0xFF;
    }
    Labels.requireInRange("idx '" + labelFile + "'", labels, classNames.size());
    Shape shape = Shape.of(images.sizes()[1], images.sizes()[2], 1);
    return new ImageDataset(shape, images.bytes(), labels, classNames);
  }

  private Path find(String stem, String format) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "idx: '"
              + folder
              + "' "
              + (Files.exists(folder) ? "is not a folder" : "does not exist")
              + ", expected a folder with "
              + stem
              + "-"
              + format
              + "[.gz] and its companions; correct the path or fetch the files first");
    }
    List<String> names = new ArrayList<>();
    for (String hyphen : List.of("-", ".")) {
      for (String ending : List.of("", ".gz")) {
        names.add(stem + hyphen + format + ending);
      }
    }
    for (String name : names) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new DataException(
        "idx: folder '"
            + folder
            + "' lacks a file, looked for "
            + String.join(", ", names)
            + "; copy it there or name the folder that holds it");
  }
}
