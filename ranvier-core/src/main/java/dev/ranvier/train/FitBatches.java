package dev.ranvier.train;

import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.optim.Schedule;
import java.util.stream.IntStream;

/** The batches of a fit, whose size a schedule may change from epoch to epoch. */
final class FitBatches implements AutoCloseable {
  private final Dataset data;
  private final Batching batching;
  private final Schedule schedule;
  private Batches open;
  private int scheduled;

  FitBatches(Dataset data, Batching batching, Schedule schedule) {
    this.data = data;
    this.batching = batching;
    this.schedule = schedule;
  }

  /** The batch size of an epoch, from 0; no more than there are examples. */
  int size(int epoch) {
    return Math.min(scheduled(epoch), data.size());
  }

  /** The number of batches in an epoch. */
  int steps(int epoch) {
    return batching.withSize(scheduled(epoch)).steps(data.size());
  }

  /** The number of batches in the epochs before one. */
  long stepsBefore(int epoch) {
    return IntStream.range(0, epoch).mapToLong(this::steps).sum();
  }

  /** The number of batches in an epoch of the first size: what schedules count by. */
  int firstSteps() {
    return batching.steps(data.size());
  }

  /** The batches of an epoch from a step on, which must be the next one if it is not the first. */
  Batches from(int epoch, int step) {
    int wanted = scheduled(epoch);
    if (open == null || scheduled != wanted) {
      close();
      scheduled = wanted;
      int steps = steps(epoch);
      // After the last step of an epoch only its end is left.
      open =
          Batches.prefetched(data, batching.withSize(wanted), epoch + step / steps, step % steps);
    }
    return open;
  }

  private int scheduled(int epoch) {
    return schedule.batch(batching.size(), epoch);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
