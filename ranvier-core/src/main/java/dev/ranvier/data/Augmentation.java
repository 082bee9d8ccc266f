package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;

/**
 * A random change of a training image that leaves its class as it is.
 *
 * <p>Implementations are immutable and draw all chance from the generator they are given, which is
 * keyed by seed, epoch and example: the same example changes the same way for any number of
 * threads, and differently in every epoch. What is moved in from outside the image is 0 (black).
 */
public interface Augmentation {
  /** Changes the image. */
  void apply(ImageBuffer image, CounterRandom random);
}
