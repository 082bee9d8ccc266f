package dev.ranvier.cli;

import dev.ranvier.data.image.Images;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads files as inputs of a model, in the units of the data sources: pixels from 0 to 1.
 *
 * @param input the type of one input
 * @param invert whether black and white are swapped in images
 * @param background what shows through transparent pixels of images: 0xRRGGBB
 */
record InputFiles(TensorType input, boolean invert, int background) {
  /** With white behind what is transparent. */
  InputFiles(TensorType input, boolean invert) {
    this(input, invert, 0xFFFFFF);
  }

  /** Whether a file is a table by its name, which the model's columns say how to read. */
  static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.endsWith(".csv") || plain.endsWith(".tsv");
  }

  /**
   * The inputs in a file: [inputs, …].
   *
   * @throws IllegalArgumentException when it cannot be read or does not suit the model
   */
  Tensor read(Path file) {
    if (input.dtype() != DType.F32) {
      throw new IllegalArgumentException(
          "predict: the model takes " + input + ", files can be read for f32 inputs only");
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("predict: there is no file '" + file + "'");
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".npy")) {
        return array(file);
      }
      return image(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "predict: cannot read '" + file + "': " + e.getMessage(), e);
    }
  }

  /** Bytes are pixels, from 0 to 255; other numbers are taken as they are. */
  private Tensor array(Path file) throws IOException {
    Tensor stored = NpyFile.read(file);
    if (stored.shape().isEmpty()) {
      throw new IllegalArgumentException(
          "predict: '" + file + "' holds " + stored.type() + ", an array without elements");
    }
    Shape one = input.shape();
    long inputs = stored.shape().elements() / one.elements();
    boolean single = withoutOnes(stored.shape()).equals(withoutOnes(one));
    boolean several =
        stored.shape().rank() > 0
            && stored.shape().size(0) == inputs
            && withoutOnes(stored.shape().remove(0)).equals(withoutOnes(one));
    if (!single && !several) {
      throw new IllegalArgumentException(
          "predict: '"
              + file
              + "' holds an array of shape "
              + stored.shape()
              + ", the model takes "
              + one
              + ", alone or several stacked along a first axis");
    }
    double scale = stored.dtype() == DType.U8 ? 1 / 255.0 : 1;
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, one.insert(0, (int) inputs)));
    for (long i = 0; i < stored.shape().elements(); i++) {
      tensor.setDouble(i, stored.getDouble(i) * scale);
    }
    return tensor;
  }

  private static List<Integer> withoutOnes(Shape shape) {
    return Arrays.stream(shape.toArray()).filter(size -> size != 1).boxed().toList();
  }

  private Tensor image(Path file) {
    if (input.shape().rank() != 3 || (input.shape().size(2) != 1 && input.shape().size(2) != 3)) {
      throw new IllegalArgumentException(
          "predict: '"
              + file
              + "' is read as an image, the model takes "
              + input.shape()
              + "; give it .npy arrays or .csv rows");
    }
    return Images.of(input.shape()).withInverted(invert).withBackground(background).read(file);
  }
}
