package dev.ranvier.train;

import dev.ranvier.data.Batch;

/**
 * What all batches that a plan is compiled for have in common.
 *
 * @param size the number of examples
 * @param weighted whether examples have weights
 */
public record BatchForm(int size, boolean weighted) {
  /** Batches of a size, whose examples all count alike. */
  public BatchForm(int size) {
    this(size, false);
  }

  /** The form of a batch. */
  public static BatchForm of(Batch batch) {
    return new BatchForm(batch.size(), batch.weights().isPresent());
  }

  /** The same form for examples with or without weights. */
  public BatchForm withWeighted(boolean other) {
    return new BatchForm(size, other);
  }
}
