package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import java.util.Arrays;

/**
 * Makes some pixels white and as many black.
 *
 * @param share how many of all; from 0 to 1
 */
public record SaltAndPepper(double share) implements Augmentation {
  /** Checks the share. */
  public SaltAndPepper {
    Settings.probability("salt-and-pepper", "share", share);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    int channels = image.channels();
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i += channels) {
      float drawn = random.uniform(i);
      if (drawn < share) {
        Arrays.fill(pixels, i, i + channels, drawn < share / 2 ? 0 : 1);
      }
    }
  }
}
