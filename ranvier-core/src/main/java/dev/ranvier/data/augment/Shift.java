package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import java.util.Arrays;

/**
 * Moves the image by a whole number of pixels, at most {@code pixels} in each direction, all moves
 * equally likely.
 *
 * @param pixels the longest move; at least 0
 */
public record Shift(int pixels) implements Augmentation {
  private static final int MAX_PIXELS = 1 << 20;

  /** Refuses a distance without sense. */
  public Shift {
    Settings.notNegative("shift", "pixels", pixels);
    Settings.atMost("shift", "pixels", pixels, MAX_PIXELS);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    int right = random.below(2 * pixels + 1, 0) - pixels;
    int down = random.below(2 * pixels + 1, 1) - pixels;
    float[] from = image.pixels();
    float[] to = image.spare();
    int row = image.width() * image.channels();
    int kept = Math.max(0, image.width() - Math.abs(right)) * image.channels();
    Arrays.fill(to, 0);
    for (int y = Math.max(0, down); y < Math.min(image.height(), image.height() + down); y++) {
      int source = (y - down) * row + Math.max(0, -right) * image.channels();
      int target = y * row + Math.max(0, right) * image.channels();
      if (kept > 0) {
        System.arraycopy(from, source, to, target, kept);
      }
    }
    image.swap();
  }
}
