package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;

/** Mirrors every other image, chosen at random, top to bottom. */
public record VerticalFlip() implements Augmentation {
  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (random.uniform(0) < 0.5f) {
      return;
    }
    int row = image.width() * image.channels();
    float[] from = image.pixels();
    float[] to = image.spare();
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(from, y * row, to, (image.height() - 1 - y) * row, row);
    }
    image.swap();
  }
}
