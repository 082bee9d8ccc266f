package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Makes a square black whose centre is any pixel; what reaches beyond the image is left out.
 * Source: DeVries and Taylor, 2017 (arXiv 1708.04552).
 *
 * @param size the side of the square in pixels; at least 1
 */
public record Cutout(int size) implements Augmentation {
  private static final int MAX_SIZE = 1 << 20;

  /** Checks the size. */
  public Cutout {
    Settings.positive("cutout", "size", size);
    Settings.atMost("cutout", "size", size, MAX_SIZE);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    int left = random.below(image.width(), 0) - size / 2;
    int top = random.below(image.height(), 1) - size / 2;
    Rectangles.blacken(image, left, top, size, size);
  }
}
