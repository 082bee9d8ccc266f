package dev.ranvier.data.augment;

import dev.ranvier.data.DataException;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;

/** What changes of colour share. Pixels are from 0 to 1; images of one channel are grey. */
final class Colors {
  private static final float RED = 0.2989f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Colors() {}

  /** A factor evenly distributed from 1 − amount, at least 0, to 1 + amount. */
  static float factor(double amount, CounterRandom random) {
    double least = Math.max(0, 1 - amount);
    return (float) (least + (1 + amount - least) * random.uniform(0));
  }

  /** How bright the pixel is whose channels begin here. */
  static float gray(ImageBuffer image, int pixel) {
    float[] pixels = image.pixels();
    return image.channels() == 3
        ? RED * pixels[pixel] + GREEN * pixels[pixel + 1] + BLUE * pixels[pixel + 2]
        : pixels[pixel];
  }

  static float clamped(float value) {
    return Math.min(1, Math.max(0, value));
  }

  /**
   * Whether the image has colours: three channels, not the one of a grey image.
   *
   * @throws DataException for any other number of channels
   */
  static boolean has(String augmentation, ImageBuffer image) {
    if (image.channels() != 1 && image.channels() != 3) {
      throw new DataException(
          augmentation
              + ": needs grey images of 1 channel or colour images of 3, got "
              + image.channels()
              + "; leave it out for this data");
    }
    return image.channels() == 3;
  }

  /** Every number: factor times itself and 1 − factor times another, from 0 to 1. */
  static void blend(ImageBuffer image, float factor, float other) {
    float[] pixels = image.pixels();
    float rest = (1 - factor) * other;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = clamped(factor * pixels[i] + rest);
    }
  }

  /** Every pixel: factor times itself and 1 − factor times its brightness, from 0 to 1. */
  static void blendWithGray(ImageBuffer image, float factor) {
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i += 3) {
      float rest = (1 - factor) * gray(image, i);
      for (int c = 0; c < 3; c++) {
        pixels[i + c] = clamped(factor * pixels[i + c] + rest);
      }
    }
  }
}
