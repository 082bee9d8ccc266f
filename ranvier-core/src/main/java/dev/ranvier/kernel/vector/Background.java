package dev.ranvier.kernel.vector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final Set<String> WARMED = ConcurrentHashMap.newKeySet();

  private Background() {}

  static void run(Runnable task) {
    THREAD.execute(task);
  }

  /**
   * Calls something small often enough that HotSpot compiles it, once in a process for each name.
   * Between the making of a kernel and its first call the other kernels are made, which is long
   * enough: without this, the first call takes hundreds of milliseconds.
   */
  static void warmUp(String name, Runnable small) {
    if (WARMED.add(name)) {
      THREAD.execute(
          () -> {
            long start = System.nanoTime();
            for (int call = 0; call < WARM_UP_CALLS; call++) {
              small.run();
              if (System.nanoTime() - start > LONGEST_WARM_UP_NANOS) {
                return;
              }
            }
          });
    }
  }
}
