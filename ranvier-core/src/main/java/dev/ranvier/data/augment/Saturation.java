package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Makes colours stronger or paler; grey images stay as they are.
 *
 * <p>Formula: y = min(max(f·x + (1 − f)·g, 0), 1), g = 0.2989 r + 0.587 g + 0.114 b of the pixel, f
 * evenly distributed in [max(0, 1 − amount), 1 + amount]. As torchvision's {@code
 * ColorJitter(saturation)}.
 *
 * @param amount the largest change of the factor; at least 0
 */
public record Saturation(double amount) implements Augmentation {
  /** Checks the amount. */
  public Saturation {
    Settings.notNegative("saturation", "amount", amount);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (Colors.has("saturation", image)) {
      Colors.blendWithGray(image, Colors.factor(amount, random));
    }
  }
}
