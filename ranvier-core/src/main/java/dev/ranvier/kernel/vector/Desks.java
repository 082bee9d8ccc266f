package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Workers;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands units of work to threads that each have work memory of their own, a desk. Who takes which
 * unit is left to chance, so a unit must give the same whatever desk it is done at.
 */
final class Desks {
  /** Some work that falls into units. */
  @FunctionalInterface
  interface Task {
    /** Does one unit at a desk. */
    void run(int desk, int unit);
  }

  private final Workers workers;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final Workers.Task atDesk = this::takeUnits;
  private int units;
  private Task task;

  /**
   * Some desks.
   *
   * @param count how many desks there are; no more threads than that take part
   */
  Desks(Workers workers, int count) {
    this.workers = workers;
    this.count = count;
  }

  /** Does units 0 to {@code units} − 1 and returns when all are done; allocates nothing. */
  void run(int units, Task task) {
    this.units = units;
    this.task = task;
    next.set(0);
    workers.run(Math.min(count, units), atDesk);
  }

  private void takeUnits(int desk) {
    for (int unit = next.getAndIncrement(); unit < units; unit = next.getAndIncrement()) {
      task.run(desk, unit);
    }
  }
}
