package dev.ranvier.kernel.vector.memory;

import dev.ranvier.exec.Ranges;
import dev.ranvier.exec.Workers;

/**
 * Hands units of work to threads that each have work memory of their own, a desk. A desk has a
 * range of units, and helps others when it is done, so a unit must give the same whatever desk it
 * is done at.
 */
public final class ThreadWorkspaces {
  /** Some work that falls into units. */
  @FunctionalInterface
  public interface Task {
    /** Does one unit at a desk. */
    public void run(int desk, int unit);
  }

  private final Workers workers;
  private final int count;
  private final Ranges ranges;
  private final Workers.Task atDesk = this::takeUnits;
  private Task task;

  /**
   * Some desks.
   *
   * @param count how many desks there are; no more threads than that take part
   */
  public ThreadWorkspaces(Workers workers, int count) {
    this.workers = workers;
    this.count = count;
    ranges = new Ranges(count);
  }

  /** Does units 0 to {@code units} − 1 and returns when all are done; allocates nothing. */
  public void run(int units, Task task) {
    this.task = task;
    int taking = Math.min(count, units);
    ranges.begin(units, taking);
    workers.run(taking, atDesk);
  }

  private void takeUnits(int desk) {
    for (int unit = ranges.take(desk); unit >= 0; unit = ranges.take(desk)) {
      task.run(desk, unit);
    }
  }
}
