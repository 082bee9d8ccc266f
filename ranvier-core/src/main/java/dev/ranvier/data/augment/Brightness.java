package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Makes the image brighter or darker.
 *
 * <p>Formula: y = min(max(f·x, 0), 1), f evenly distributed in [max(0, 1 − amount), 1 + amount]. As
 * torchvision's {@code ColorJitter(brightness)}. Pixels are from 0 to 1.
 *
 * @param amount the largest change of the factor; at least 0
 */
public record Brightness(double amount) implements Augmentation {
  /** Checks the amount. */
  public Brightness {
    Settings.notNegative("brightness", "amount", amount);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    Colors.blend(image, Colors.factor(amount, random), 0);
  }
}
