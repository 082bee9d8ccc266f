package dev.ranvier.data.image;

import dev.ranvier.data.DataException;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;

/**
 * Reads image files as a model takes them: of one size, grey or colour, numbers from 0 to 1.
 *
 * <pre>{@code
 * Tensor image = Images.of(Shape.of(224, 224, 3)).read(Path.of("cat.jpg")); // [1,224,224,3]
 * }</pre>
 *
 * <p>Read are PNG, JPEG (CMYK too), GIF (its first picture), BMP, TIFF (its first page) and WebP,
 * of 1 to 16 bits a sample, told by their content. A number is the stored sample divided by the
 * largest one, whatever the file's colour profile says, as in Pillow and what builds on it. What is
 * transparent is laid over a background. Pictures are turned as their EXIF orientation asks, then
 * resized by the triangle filter, widened when it makes them smaller (Pillow's {@code BILINEAR}).
 * Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).
 *
 * <p>A file is refused that is damaged or cut off, that says it has more pixels than it can hold or
 * than {@code pixelLimit}, or more than 2^20 in a row or column. PNG and JPEG are decoded in bands;
 * a picture in another format is refused when it would take more than 4 × its file + 48 MB. So
 * reading takes at most about 4 × the file + 64 MB, whatever the file says.
 *
 * @param shape [height,width,channels], with 1 or 3 channels
 * @param inverted whether black and white are swapped
 * @param background what shows through transparent pixels: 0xRRGGBB
 * @param pixelLimit the most pixels that a file may have
 */
public record Images(Shape shape, boolean inverted, int background, long pixelLimit) {
  private static final int WHITE = 0xFFFFFF;
  private static final long PIXELS = 100_000_000;

  /** Checks the settings. */
  public Images {
    if (shape.rank() != 3 || (shape.size(2) != 1 && shape.size(2) != 3)) {
      throw new IllegalArgumentException(
          "images: expected the shape [height,width,channels] with 1 or 3 channels, got " + shape);
    }
    if (background < 0 || background > WHITE) {
      throw new IllegalArgumentException(
          "images: the background must be 0x000000 to 0xFFFFFF, got " + background);
    }
    if (pixelLimit < 1) {
      throw new IllegalArgumentException(
          "images: the pixel limit must be at least 1, got " + pixelLimit);
    }
  }

  /**
   * Images of a shape, on white, of at most 100 million pixels.
   *
   * @param shape [height,width,channels], with 1 or 3 channels
   */
  public static Images of(Shape shape) {
    return new Images(shape, false, WHITE, PIXELS);
  }

  /** With black and white swapped or not. */
  public Images withInverted(boolean other) {
    return new Images(shape, other, background, pixelLimit);
  }

  /** With another background: 0xRRGGBB. */
  public Images withBackground(int color) {
    return new Images(shape, inverted, color, pixelLimit);
  }

  /** With another limit of pixels in a file. */
  public Images withPixelLimit(long pixels) {
    return new Images(shape, inverted, background, pixels);
  }

  /**
   * The image in a file: f32[1,height,width,channels].
   *
   * @throws DataException when the file cannot be read, or is refused as said above
   */
  public Tensor read(Path file) {
    EncodedImage encoded = EncodedImage.of(file);
    Orientation orientation = encoded.orientation();
    int height = shape.size(0);
    int width = shape.size(1);
    int channels = shape.size(2);
    Resampling pixels =
        orientation.turned()
            ? new Resampling(width, height, channels)
            : new Resampling(height, width, channels);
    encoded.decode(new PixelRows(channels, background), pixels, pixelLimit);
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, shape.insert(0, 1)));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < channels; channel++) {
          double value = orientation.at(pixels, y, x, channel);
          tensor.setDouble(
              ((long) y * width + x) * channels + channel, inverted ? 1 - value : value);
        }
      }
    }
    return tensor;
  }
}
