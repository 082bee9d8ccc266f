package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Makes differences of brightness larger or smaller.
 *
 * <p>Formula: y = min(max(f·x + (1 − f)·m, 0), 1), m the mean brightness of the image, f evenly
 * distributed in [max(0, 1 − amount), 1 + amount]. As torchvision's {@code ColorJitter(contrast)}.
 *
 * @param amount the largest change of the factor; at least 0
 */
public record Contrast(double amount) implements Augmentation {
  /** Checks the amount. */
  public Contrast {
    Settings.notNegative("contrast", "amount", amount);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    Colors.has("contrast", image);
    double sum = 0;
    int step = image.channels();
    for (int i = 0; i < image.pixels().length; i += step) {
      sum += Colors.gray(image, i);
    }
    float mean = (float) (sum / (image.height() * (double) image.width()));
    Colors.blend(image, Colors.factor(amount, random), mean);
  }
}
