package dev.ranvier.kernel.vector.memory;

import dev.ranvier.exec.Ranges;
import dev.ranvier.exec.Workers;

/**
 * Hands units of work to threads that each have a workspace of their own. A thread has a range of
 * units, and helps others when it is done, so a unit must give the same result on every thread.
 */
public final class ThreadWorkspaces {
  /** Some work that falls into units. */
  @FunctionalInterface
  public interface Task {
    /** Does one unit in the workspace of a thread. */
    public void run(int thread, int unit);
  }

  private final Workers workers;
  private final int count;
  private final Ranges ranges;
  private final Workers.Task onThread = this::takeUnits;
  private Task task;

  /**
   * Some workspaces.
   *
   * @param count how many workspaces there are; no more threads take part
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
    workers.run(taking, onThread);
  }

  private void takeUnits(int thread) {
    for (int unit = ranges.take(thread); unit >= 0; unit = ranges.take(thread)) {
      task.run(thread, unit);
    }
  }
}
