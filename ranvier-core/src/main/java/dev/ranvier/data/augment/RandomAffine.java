package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Turns, slants and resizes the image about its centre, each by a random amount evenly distributed
 * in its range.
 *
 * <p>With angle a, slant s and sizes u (columns) and v (rows), a pixel's source lies at {@code
 * diag(1/u, 1/v) · [1 s; 0 1] · R(a)} times its place. Columns and rows are resized independently.
 *
 * @param degrees the largest angle; from 0 to 180
 * @param shear the largest slant: columns per row
 * @param zoom the largest change of size, as a fraction: 0.1 gives sizes from 0.9 to 1.1; below 1
 */
public record RandomAffine(double degrees, double shear, double zoom) implements Augmentation {
  /** Refuses ranges without sense. */
  public RandomAffine {
    Settings.notNegative("affine", "shear", shear);
    if (!(degrees >= 0 && degrees <= 180 && shear >= 0 && zoom >= 0 && zoom < 1)) {
      throw new IllegalArgumentException(
          "affine: needs degrees from 0 to 180, shear from 0 and zoom from 0 to below 1, got "
              + degrees
              + ", "
              + shear
              + " and "
              + zoom);
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    double angle = Math.toRadians(symmetric(random, 0) * degrees);
    double slant = symmetric(random, 1) * shear;
    double columns = 1 / (1 + symmetric(random, 2) * zoom);
    double rows = 1 / (1 + symmetric(random, 3) * zoom);
    double cosine = Math.cos(angle);
    double sine = Math.sin(angle);
    image.warpLinear(
        (float) (columns * (cosine - slant * sine)),
        (float) (columns * (sine + slant * cosine)),
        (float) (rows * -sine),
        (float) (rows * cosine));
  }

  private static double symmetric(CounterRandom random, int index) {
    return 2 * random.uniform(index) - 1;
  }
}
