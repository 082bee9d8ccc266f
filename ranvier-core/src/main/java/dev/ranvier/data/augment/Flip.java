package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;

/** Mirrors every other image, chosen at random, left to right. */
public record Flip() implements Augmentation {
  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (random.uniform(0) < 0.5f) {
      return;
    }
    int channels = image.channels();
    int width = image.width();
    float[] pixels = image.pixels();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width / 2; x++) {
        int left = (y * width + x) * channels;
        int right = (y * width + width - 1 - x) * channels;
        for (int channel = 0; channel < channels; channel++) {
          float value = pixels[left + channel];
          pixels[left + channel] = pixels[right + channel];
          pixels[right + channel] = value;
        }
      }
    }
  }
}
