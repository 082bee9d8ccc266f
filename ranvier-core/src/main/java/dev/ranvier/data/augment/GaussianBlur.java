package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Blurs the image by a Gaussian of random width; at the border, the border's pixels go on.
 *
 * @param sigma the largest standard deviation in pixels, all from 0 on equally likely; above 0 and
 *     at most 100
 */
public record GaussianBlur(double sigma) implements Augmentation {
  private static final int MAX_SIGMA = 100;

  /** The neighbours of a narrower Gaussian weigh less than fp32 can hold. */
  private static final double LEAST_WIDTH = 0.05;

  /** Checks the width. */
  public GaussianBlur {
    Settings.positive("gaussian-blur", "sigma", sigma);
    if (sigma > MAX_SIGMA) {
      throw new IllegalArgumentException(
          "gaussian-blur: sigma must be at most " + MAX_SIGMA + ", got " + sigma);
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    blur(image, sigma * random.uniform(0));
  }

  /** Blurs by a Gaussian of a given width. */
  static void blur(ImageBuffer image, double width) {
    if (width < LEAST_WIDTH) {
      return;
    }
    int radius = (int) Math.ceil(3 * width);
    float[] weights = new float[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      double weight = Math.exp(-i * (double) i / (2 * width * width));
      weights[i + radius] = (float) weight;
      sum += weight;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) sum;
    }
    int channels = image.channels();
    along(image, weights, channels, image.width(), image.width() * channels, image.height());
    along(image, weights, image.width() * channels, image.height(), channels, image.width());
  }

  /** Along lines of {@code length} numbers {@code step} apart, {@code lines} of them. */
  private static void along(
      ImageBuffer image, float[] weights, int step, int length, int lineStep, int lines) {
    int radius = weights.length / 2;
    float[] from = image.pixels();
    float[] to = image.spare();
    for (int line = 0; line < lines; line++) {
      for (int channel = 0; channel < image.channels(); channel++) {
        int start = line * lineStep + channel;
        for (int x = 0; x < length; x++) {
          float sum = 0;
          for (int i = -radius; i <= radius; i++) {
            int place = Math.min(length - 1, Math.max(0, x + i));
            sum += weights[i + radius] * from[start + place * step];
          }
          to[start + x * step] = sum;
        }
      }
    }
    image.swap();
  }
}
