package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;

/**
 * Turns the image about its centre by an angle evenly distributed from {@code −degrees} to {@code
 * degrees}.
 *
 * @param degrees the largest angle; from 0 to 180
 */
public record Rotate(double degrees) implements Augmentation {
  /** Refuses an angle out of range. */
  public Rotate {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new IllegalArgumentException("rotate: needs 0 to 180 degrees, got " + degrees);
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    double angle = Math.toRadians((2 * random.uniform(0) - 1) * degrees);
    float cosine = (float) Math.cos(angle);
    float sine = (float) Math.sin(angle);
    image.warpLinear(cosine, sine, -sine, cosine);
  }
}
