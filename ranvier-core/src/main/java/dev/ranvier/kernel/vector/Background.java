package dev.ranvier.kernel.vector;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one thread on which loops are generated and warmed up while the caller goes on. */
final class Background {
  /** Enough for HotSpot to compile what is called, and its last sight of the profile. */
  private static final int WARM_UP_CALLS = 8000;

  private static final long LONGEST_WARM_UP_NANOS = 1_000_000_000;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("ranvier-loops").factory());

  private Background() {}

  static void run(Runnable task) {
    THREAD.execute(task);
  }

  /**
   * Calls something small often enough that HotSpot compiles it, then says so. Without this, the
   * first real calls take hundreds of milliseconds.
   */
  static void warmUp(Runnable small, Runnable done) {
    THREAD.execute(
        () -> {
          long start = System.nanoTime();
          int call = 0;
          while (call < WARM_UP_CALLS && System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
            small.run();
            call++;
          }
          done.run();
        });
  }
}
