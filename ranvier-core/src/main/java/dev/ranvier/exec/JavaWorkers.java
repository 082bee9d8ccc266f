package dev.ranvier.exec;

import java.lang.ref.Cleaner;

/**
 * Workers on Java threads: the caller's and some daemon threads that wait for work, spinning for a
 * moment before they sleep.
 *
 * <p>Every thread has a range of parts and helps others when it is done. A call while another is
 * running, nested or from another thread, runs its parts on its own thread. The threads end when
 * this object is dropped.
 */
public final class JavaWorkers implements Workers {
  private static final Cleaner CLEANER = Cleaner.create();

  private final WorkerTeam team;

  /** Workers that run up to {@code threads} parts at the same time. */
  public JavaWorkers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("workers: threads must be at least 1, got " + threads);
    }
    team = new WorkerTeam(threads - 1);
    CLEANER.register(this, team::stop);
  }

  @Override
  public int threads() {
    return team.helpers() + 1;
  }

  @Override
  public void run(int parts, Task task) {
    team.run(parts, task);
  }
}
