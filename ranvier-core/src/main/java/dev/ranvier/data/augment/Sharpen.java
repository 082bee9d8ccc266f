package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Sharpens the image by what a blur takes from it (unsharp masking); results stay from 0 to 1.
 *
 * <p>Formula: y = min(max(x + f · (x − G ∗ x), 0), 1), G a Gaussian of deviation 1, f evenly
 * distributed from 0 to {@code amount}.
 *
 * @param amount the largest factor; at least 0
 */
public record Sharpen(double amount) implements Augmentation {
  /** Checks the amount. */
  public Sharpen {
    Settings.notNegative("sharpen", "amount", amount);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    float factor = (float) (amount * random.uniform(0));
    float[] sharp = image.pixels().clone();
    GaussianBlur.blur(image, 1);
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Colors.clamped(sharp[i] + factor * (sharp[i] - pixels[i]));
    }
  }
}
