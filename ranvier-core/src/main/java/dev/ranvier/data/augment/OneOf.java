package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;
import java.util.List;

/**
 * Changes each image in one of several ways, all equally likely.
 *
 * @param augmentations the ways; at least one
 */
public record OneOf(List<Augmentation> augmentations) implements Augmentation {
  /** Copies the list. */
  public OneOf {
    augmentations = List.copyOf(augmentations);
    if (augmentations.isEmpty()) {
      throw new IllegalArgumentException("one-of: needs at least one augmentation, got none");
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    augmentations.get(random.below(augmentations.size(), 0)).apply(image, random.fork(1));
  }
}
