package dev.ranvier.data.augment;

import dev.ranvier.data.ImageBuffer;
import java.util.Arrays;

/** Parts of an image. */
final class Rectangles {
  private Rectangles() {}

  /** Makes a rectangle black; what reaches beyond the image is left out. */
  static void blacken(ImageBuffer image, int left, int top, int width, int height) {
    int from = Math.max(0, left);
    int to = Math.min(image.width(), left + width);
    if (from >= to) {
      return;
    }
    for (int y = Math.max(0, top); y < Math.min(image.height(), top + height); y++) {
      int row = y * image.width();
      Arrays.fill(
          image.pixels(), (row + from) * image.channels(), (row + to) * image.channels(), 0);
    }
  }
}
