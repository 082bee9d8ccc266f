package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Changes some images only.
 *
 * @param probability how often; from 0 to 1
 * @param augmentation the change
 */
public record Sometimes(double probability, Augmentation augmentation) implements Augmentation {
  /** Checks the probability. */
  public Sometimes {
    Settings.probability("sometimes", "probability", probability);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (random.uniform(0) < probability) {
      augmentation.apply(image, random.fork(1));
    }
  }
}
