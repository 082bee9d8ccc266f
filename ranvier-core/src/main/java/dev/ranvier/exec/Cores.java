package dev.ranvier.exec;

import java.util.concurrent.Semaphore;

/**
 * The processors that all runs of plans share, whatever their engines.
 *
 * <p>A run waits until as many are free as its engine has threads, so that the threads of several
 * runs never fight for a processor. Those that wait get their turn in order. Taking and giving back
 * allocates nothing unless it has to wait.
 */
final class Cores {
  private static final int COUNT = Runtime.getRuntime().availableProcessors();
  private static final Semaphore FREE = new Semaphore(COUNT, true);

  private Cores() {}

  /**
   * Takes a processor for each thread, all of them for more threads than there are; to be given
   * back by {@link #give}. Not to be called by who has some already: it could wait for itself.
   */
  static void take(int threads) {
    if (threads > 0) {
      FREE.acquireUninterruptibly(Math.min(threads, COUNT));
    }
  }

  /** Gives back what {@link #take} took. */
  static void give(int threads) {
    if (threads > 0) {
      FREE.release(Math.min(threads, COUNT));
    }
  }
}
