package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Turns the colours in the circle of hues; grey images stay as they are.
 *
 * <p>Formula: in HSV, h + d, d evenly distributed in [−amount, amount] of a whole turn. As
 * torchvision's {@code ColorJitter(hue)}.
 *
 * @param amount the largest turn; from 0 to 0.5
 */
public record Hue(double amount) implements Augmentation {
  private static final double HALF_TURN = 0.5;
  private static final int SECTORS = 6;

  /** Checks the amount. */
  public Hue {
    Settings.notNegative("hue", "amount", amount);
    if (amount > HALF_TURN) {
      throw new IllegalArgumentException("hue: amount must be at most 0.5, got " + amount);
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (!Colors.has("hue", image)) {
      return;
    }
    float turn = (float) ((2 * random.uniform(0) - 1) * amount * SECTORS);
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i += 3) {
      float red = pixels[i];
      float green = pixels[i + 1];
      float blue = pixels[i + 2];
      float value = Math.max(red, Math.max(green, blue));
      float chroma = value - Math.min(red, Math.min(green, blue));
      if (chroma <= 0) {
        continue;
      }
      float hue;
      if (value == red) {
        hue = (green - blue) / chroma;
      } else if (value == green) {
        hue = 2 + (blue - red) / chroma;
      } else {
        hue = 4 + (red - green) / chroma;
      }
      hue = (hue + turn + 2 * SECTORS) % SECTORS;
      pixels[i] = channel(5, hue, value, chroma);
      pixels[i + 1] = channel(3, hue, value, chroma);
      pixels[i + 2] = channel(1, hue, value, chroma);
    }
  }

  private static float channel(int offset, float hue, float value, float chroma) {
    float k = (offset + hue) % SECTORS;
    return value - chroma * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
  }
}
