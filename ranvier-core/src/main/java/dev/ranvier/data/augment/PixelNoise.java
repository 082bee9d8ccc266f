package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Adds normal noise to every number of the image; results stay from 0 to 1.
 *
 * <p>Formula: y = min(max(x + deviation · n, 0), 1), n ~ N(0, 1).
 *
 * @param deviation the noise's standard deviation; at least 0
 */
public record PixelNoise(double deviation) implements Augmentation {
  /** Checks the deviation. */
  public PixelNoise {
    Settings.notNegative("pixel-noise", "deviation", deviation);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Colors.clamped((float) (pixels[i] + deviation * random.normal(i)));
    }
  }
}
