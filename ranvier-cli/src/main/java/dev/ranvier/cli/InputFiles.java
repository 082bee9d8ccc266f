package dev.ranvier.cli;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NpyFile;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Reads files as inputs of a model, in the units of the data sources: pixels from 0 to 1.
 *
 * @param input the type of one input
 * @param invert whether black and white are swapped in images
 */
record InputFiles(TensorType input, boolean invert) {
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

  private Tensor image(Path file) throws IOException {
    if (input.shape().rank() != 3 || (input.shape().size(2) != 1 && input.shape().size(2) != 3)) {
      throw new IllegalArgumentException(
          "predict: '"
              + file
              + "' is read as an image, the model takes "
              + input.shape()
              + "; give it .npy arrays or .csv rows");
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IllegalArgumentException(
          "predict: '"
              + file
              + "' is no image that can be read; supported are PNG, JPEG, GIF, BMP, .npy and .csv");
    }
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    int channels = input.shape().size(2);
    BufferedImage scaled = scaled(image, width, height);
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, input.shape().insert(0, 1)));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int color = scaled.getRGB(x, y);
        for (int channel = 0; channel < channels; channel++) {
          double value = channels == 1 ? luma(color) : (color >> 16 - 8 * channel & 0xFF) / 255.0;
          tensor.setDouble(((long) y * width + x) * channels + channel, invert ? 1 - value : value);
        }
      }
    }
    return tensor;
  }

  /** The image in the model's size, in steps of two so that no pixel is skipped. */
  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage current = image;
    do {
      int w = Math.max(width, Math.ceilDiv(current.getWidth(), 2));
      int h = Math.max(height, Math.ceilDiv(current.getHeight(), 2));
      boolean last = current.getWidth() <= 2 * width && current.getHeight() <= 2 * height;
      BufferedImage smaller =
          new BufferedImage(last ? width : w, last ? height : h, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = smaller.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(current, 0, 0, smaller.getWidth(), smaller.getHeight(), null);
      graphics.dispose();
      current = smaller;
    } while (current.getWidth() != width || current.getHeight() != height);
    return current;
  }

  /** Brightness by ITU-R BT.601. */
  private static double luma(int color) {
    return (0.299 * (color >> 16 & 0xFF) + 0.587 * (color >> 8 & 0xFF) + 0.114 * (color & 0xFF))
        / 255;
  }
}
