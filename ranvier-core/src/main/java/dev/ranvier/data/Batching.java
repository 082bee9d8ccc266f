package dev.ranvier.data;

import java.util.List;

/**
 * How a set of examples is cut into batches.
 *
 * <p>The defaults are those of evaluation: in order, nothing dropped, nothing changed. For
 * training, {@code new Batching(64).withShuffle(seed)}. Inputs are augmented first and normalized
 * then, so that the borders an augmentation lays bare are black in the picture's own scale.
 *
 * @param size the number of examples in a batch; at least 1
 * @param shuffle whether every epoch has its own random order
 * @param seed the seed of order and augmentation
 * @param dropLast whether the rest that does not fill a batch is left out; otherwise the last batch
 *     is smaller
 * @param augmentations the random changes of each image, in this order
 * @param normalizer the change of scale of the inputs
 */
public record Batching(
    int size,
    boolean shuffle,
    long seed,
    boolean dropLast,
    List<Augmentation> augmentations,
    Normalization normalizer) {
  /** Refuses an empty batch. */
  public Batching {
    if (size < 1) {
      throw new IllegalArgumentException("batches: the batch size must be at least 1, got " + size);
    }
    augmentations = List.copyOf(augmentations);
  }

  /** In order, nothing dropped, nothing changed. */
  public Batching(int size) {
    this(size, false, 0, false, List.of(), Scale.NONE);
  }

  /** With another batch size. */
  public Batching withSize(int other) {
    return new Batching(other, shuffle, seed, dropLast, augmentations, normalizer);
  }

  /** In a random order of its own in every epoch. */
  public Batching withShuffle(long other) {
    return new Batching(size, true, other, dropLast, augmentations, normalizer);
  }

  /** With or without the rest that does not fill a batch. */
  public Batching withDropLast(boolean other) {
    return new Batching(size, shuffle, seed, other, augmentations, normalizer);
  }

  /** With random changes of each image, drawn from the same seed as the order. */
  public Batching withAugmentations(Augmentation... others) {
    return new Batching(size, shuffle, seed, dropLast, List.of(others), normalizer);
  }

  /** With a change of scale of the inputs. */
  public Batching withNormalizer(Normalization other) {
    return new Batching(size, shuffle, seed, dropLast, augmentations, other);
  }

  /**
   * The number of batches in an epoch over {@code examples} examples.
   *
   * @throws DataException when there is none, because the rest is dropped
   */
  public int steps(int examples) {
    int steps = dropLast ? examples / size : Math.ceilDiv(examples, size);
    if (steps == 0) {
      throw new DataException(
          "batches: "
              + examples
              + " examples do not fill a batch of "
              + size
              + " and the last batch is dropped; use a smaller batch or keep the last one");
    }
    return steps;
  }
}
