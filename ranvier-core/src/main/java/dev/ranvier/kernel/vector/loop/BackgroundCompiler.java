package dev.ranvier.kernel.vector.loop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one thread on which loops are generated and warmed up while the caller goes on. */
public final class BackgroundCompiler {
  /** Calls that are timed together. */
  private static final int CALLS = 100;

  /** How much faster compiled vector loops are than cold ones, at the least; usually a hundred. */
  private static final int SPEED_UP = 10;

  private static final long LONGEST_WARM_UP_NANOS = 2_000_000_000;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("ranvier-loops").factory());

  private BackgroundCompiler() {}

  static void run(Runnable task) {
    THREAD.execute(task);
  }

  /**
   * Calls something small until it is seen that HotSpot has compiled it, then says so. Without
   * this, the first real calls take hundreds of milliseconds.
   */
  public static void warmUp(Runnable small, Runnable done) {
    THREAD.execute(
        () -> {
          long start = System.nanoTime();
          long first = time(small);
          while (time(small) > first / SPEED_UP
              && System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
            Thread.yield();
          }
          done.run();
        });
  }

  private static long time(Runnable small) {
    long start = System.nanoTime();
    for (int call = 0; call < CALLS; call++) {
      small.run();
    }
    return System.nanoTime() - start;
  }
}
