package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Takes the colours from some images: all channels become 0.2989 r + 0.587 g + 0.114 b.
 *
 * @param probability how often; from 0 to 1
 */
public record RandomGrayscale(double probability) implements Augmentation {
  /** One image of ten, as torchvision. */
  public RandomGrayscale() {
    this(0.1);
  }

  /** Checks the probability. */
  public RandomGrayscale {
    Settings.probability("random-grayscale", "probability", probability);
  }

  /** The same with another probability. */
  public RandomGrayscale withProbability(double other) {
    return new RandomGrayscale(other);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (Colors.has("random-grayscale", image) && random.uniform(0) < probability) {
      Colors.blendWithGray(image, 0);
    }
  }
}
