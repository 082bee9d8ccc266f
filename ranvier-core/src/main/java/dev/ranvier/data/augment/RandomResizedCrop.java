package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Cuts out a random part of the image and makes it as large as the image, by bilinear
 * interpolation, as torchvision's {@code RandomResizedCrop}.
 *
 * <p>The part's area is evenly distributed from {@code scale} to 1 of the image's, the logarithm of
 * its ratio of width to height between those of 1 / {@code ratio} and {@code ratio}; where ten
 * draws do not fit into the image, it is the whole image.
 *
 * @param scale the least part of the area; above 0 and at most 1
 * @param ratio the largest ratio of the sides; at least 1
 */
public record RandomResizedCrop(double scale, double ratio) implements Augmentation {
  private static final int DRAWS = 10;

  /** From 0.08 of the area on, sides up to 4 : 3. */
  public RandomResizedCrop() {
    this(0.08, 4.0 / 3);
  }

  /** Checks the settings. */
  public RandomResizedCrop {
    Settings.share("random-resized-crop", "scale", scale);
    Settings.finite("random-resized-crop", "ratio", ratio);
    if (ratio < 1) {
      throw new IllegalArgumentException(
          "random-resized-crop: ratio must be at least 1, got " + ratio);
    }
  }

  /** The same with another least area. */
  public RandomResizedCrop withScale(double other) {
    return new RandomResizedCrop(other, ratio);
  }

  /** The same with another largest ratio. */
  public RandomResizedCrop withRatio(double other) {
    return new RandomResizedCrop(scale, other);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    double area = (double) image.height() * image.width();
    for (int draw = 0; draw < DRAWS; draw++) {
      double part = area * (scale + (1 - scale) * random.uniform(4 * draw));
      double sides = Math.exp((2 * random.uniform(4 * draw + 1) - 1) * Math.log(ratio));
      long width = Math.round(Math.sqrt(part * sides));
      long height = Math.round(Math.sqrt(part / sides));
      if (width >= 1 && height >= 1 && width <= image.width() && height <= image.height()) {
        int left = random.below(image.width() - (int) width + 1, 4 * draw + 2);
        int top = random.below(image.height() - (int) height + 1, 4 * draw + 3);
        enlarge(image, left, top, (int) width, (int) height);
        return;
      }
    }
  }

  private static void enlarge(ImageBuffer image, int left, int top, int width, int height) {
    float[] dx = image.plane(0);
    float[] dy = image.plane(1);
    float across = (float) width / image.width();
    float down = (float) height / image.height();
    for (int y = 0; y < image.height(); y++) {
      float row = clamped(top + (y + 0.5f) * down - 0.5f, top, top + height - 1);
      for (int x = 0; x < image.width(); x++) {
        float column = clamped(left + (x + 0.5f) * across - 0.5f, left, left + width - 1);
        dx[y * image.width() + x] = column - x;
        dy[y * image.width() + x] = row - y;
      }
    }
    image.warp(dx, dy);
  }

  private static float clamped(float value, int least, int most) {
    return Math.min(most, Math.max(least, value));
  }
}
