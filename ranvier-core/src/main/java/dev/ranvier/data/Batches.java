package dev.ranvier.data;

/**
 * The batches of one epoch after another, without end.
 *
 * <p>Which examples, in which order and how changed depends only on the data, the {@link Batching},
 * the epoch and the step: reading may begin anywhere, and goes on as if it had begun at the start.
 * A loop over an epoch is {@code for (int i = 0; i < batches.steps(); i++) { batches.next() … }}.
 * To be used by one thread.
 */
public interface Batches extends AutoCloseable {
  /** The number of batches in an epoch. */
  int steps();

  /** The epoch of the batch that comes next, from 0. */
  int epoch();

  /** The place in its epoch of the batch that comes next, from 0. */
  int step();

  /**
   * The next batch; the tensors of the one before may be overwritten from now on.
   *
   * @throws IllegalStateException after {@link #close}
   */
  Batch next();

  /** Ends reading and any thread that does it. */
  @Override
  void close();

  /** Batches filled by the caller's thread when it asks for them. */
  static Batches direct(Dataset dataset, Batching batching) {
    return direct(dataset, batching, 0, 0);
  }

  /** Batches filled by the caller's thread, from a place on. */
  static Batches direct(Dataset dataset, Batching batching, int epoch, int step) {
    return DirectBatches.open(dataset, batching, epoch, step);
  }

  /** Batches that a thread of their own fills ahead. */
  static Batches prefetched(Dataset dataset, Batching batching) {
    return prefetched(dataset, batching, 0, 0);
  }

  /** Batches that a thread of their own fills ahead, from a place on. */
  static Batches prefetched(Dataset dataset, Batching batching, int epoch, int step) {
    return PrefetchedBatches.open(dataset, batching, epoch, step);
  }
}
