package dev.ranvier.data;

import dev.ranvier.tensor.Shape;
import java.util.Arrays;

/**
 * One image to be changed, with the working memory that changing it takes, so that augmentation
 * allocates nothing.
 *
 * <p>Pixels are row-major, channels innermost: {@code [height,width,channels]}. Not thread-safe.
 */
public final class ImageBuffer {
  private final int height;
  private final int width;
  private final int channels;
  private float[] pixels;
  private float[] spare;
  private float[][] planes = new float[0][];

  /**
   * A black image.
   *
   * @param shape {@code [height,width,channels]}
   * @throws DataException when the shape is not that of an image
   */
  public ImageBuffer(Shape shape) {
    if (shape.rank() != 3) {
      throw new DataException(
          "augmentation: needs images [height,width,channels], got inputs "
              + shape
              + "; leave it out for this data");
    }
    this.height = shape.size(0);
    this.width = shape.size(1);
    this.channels = shape.size(2);
    this.pixels = new float[shape.elementCount()];
    this.spare = new float[pixels.length];
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** The numbers of each pixel. */
  public int channels() {
    return channels;
  }

  /** The image. */
  public float[] pixels() {
    return pixels;
  }

  /** A second array as long as the image, of unknown content, to write the changed image to. */
  public float[] spare() {
    return spare;
  }

  /** Makes the spare array the image. */
  public void swap() {
    float[] old = pixels;
    pixels = spare;
    spare = old;
  }

  /**
   * A working plane of {@code height · width} numbers of unknown content; each number has its own.
   */
  public float[] plane(int number) {
    if (number >= planes.length) {
      float[][] more = new float[number + 1][];
      System.arraycopy(planes, 0, more, 0, planes.length);
      for (int i = planes.length; i < more.length; i++) {
        more[i] = new float[height * width];
      }
      planes = more;
    }
    return planes[number];
  }

  /**
   * Moves the image by a linear map about its centre: the pixel at {@code p} takes the value found
   * at {@code centre + M (p − centre)}, bilinearly interpolated.
   *
   * @param xx first row of M: how the source column depends on the column
   * @param xy how the source column depends on the row
   * @param yx second row of M: how the source row depends on the column
   * @param yy how the source row depends on the row
   */
  public void warpLinear(float xx, float xy, float yx, float yy) {
    float centreX = (width - 1) / 2f;
    float centreY = (height - 1) / 2f;
    for (int y = 0; y < height; y++) {
      float startX = centreX + xy * (y - centreY) - xx * centreX;
      float startY = centreY + yy * (y - centreY) - yx * centreX;
      for (int x = 0; x < width; x++) {
        sample(startX + xx * x, startY + yx * x, (y * width + x) * channels);
      }
    }
    swap();
  }

  /**
   * Moves each pixel by its own vector: the pixel at {@code p} takes the value found at {@code p +
   * d(p)}, bilinearly interpolated.
   *
   * @param dx by how many columns, for each pixel
   * @param dy by how many rows, for each pixel
   */
  public void warp(float[] dx, float[] dy) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        sample(x + dx[i], y + dy[i], i * channels);
      }
    }
    swap();
  }

  /** Writes the image's value at a position between pixels to the spare array. */
  private void sample(float x, float y, int target) {
    // Adding 1 makes all positions that touch the image positive, where truncation is floor and
    // far cheaper.
    int left = (int) (x + 1) - 1;
    int top = (int) (y + 1) - 1;
    boolean inside = left >= 0 && top >= 0 && left < width - 1 && top < height - 1;
    if (inside) {
      sampleInside(pixels, spare, left, top, x - left, y - top, target);
    } else if (x > -1 && y > -1 && x < width && y < height) {
      sampleBorder(left, top, x - left, y - top, target);
    } else {
      Arrays.fill(spare, target, target + channels, 0);
    }
  }

  private void sampleInside(
      float[] from, float[] to, int left, int top, float right, float down, int target) {
    int corner = (top * width + left) * channels;
    int below = corner + width * channels;
    for (int channel = 0; channel < channels; channel++) {
      float upper = from[corner + channel];
      float lower = from[below + channel];
      upper += right * (from[corner + channels + channel] - upper);
      lower += right * (from[below + channels + channel] - lower);
      to[target + channel] = upper + down * (lower - upper);
    }
  }

  private void sampleBorder(int left, int top, float right, float down, int target) {
    for (int channel = 0; channel < channels; channel++) {
      float upper = at(left, top, channel);
      float lower = at(left, top + 1, channel);
      upper += right * (at(left + 1, top, channel) - upper);
      lower += right * (at(left + 1, top + 1, channel) - lower);
      spare[target + channel] = upper + down * (lower - upper);
    }
  }

  private float at(int x, int y, int channel) {
    return x < 0 || y < 0 || x >= width || y >= height
        ? 0
        : pixels[(y * width + x) * channels + channel];
  }
}
