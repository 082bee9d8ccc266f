package dev.ranvier.kernel.vector;

import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has a vector loop of pooling compiled in the background, on a few pixels of zeros, once it is
 * wanted often enough to be worth it.
 *
 * <p>Until then {@link ArrayPooling} runs. A warm-up from the first kernel on would take a core
 * from the first training steps.
 */
final class PoolingWarmUp {
  private static final int CALLS_BEFORE = 24;
  private static final int CHANNELS = 4 * Vectors.LANES;
  private static final int ROWS = 2;
  private static final int COLUMNS = 2;
  private static final long ROW_BYTES = 4L * COLUMNS * CHANNELS;

  static final PoolingWarmUp GREATEST =
      new PoolingWarmUp(
          (pooling, a, b, c) ->
              pooling.greatest(a, ROW_BYTES, ROWS, COLUMNS, 0, COLUMNS, b, c, CHANNELS));

  static final PoolingWarmUp SPREAD =
      new PoolingWarmUp(
          (pooling, a, b, c) ->
              pooling.spread(a, ROW_BYTES, ROWS, COLUMNS, 0, COLUMNS, b, c, CHANNELS));

  static final PoolingWarmUp COLLECT =
      new PoolingWarmUp(
          (pooling, a, b, c) ->
              pooling.collect(a, b, c, ROW_BYTES, ROWS, COLUMNS, 0, COLUMNS, 1, CHANNELS));

  private final Use use;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean done;

  private PoolingWarmUp(Use use) {
    this.use = use;
  }

  /** Counts a kernel's run. */
  void called() {
    if (!done && calls.incrementAndGet() == CALLS_BEFORE) {
      Background.warmUp(small(), () -> done = true);
    }
  }

  /** Whether the loop has been compiled. */
  boolean isDone() {
    return done;
  }

  private Runnable small() {
    MemorySegment memory = NativeMemory.allocate(3 * ROWS * ROW_BYTES);
    Pooling pooling = new VectorPooling(CHANNELS);
    return () -> {
      long a = memory.address();
      use.on(pooling, a, a + ROWS * ROW_BYTES, a + 2 * ROWS * ROW_BYTES);
    };
  }

  @FunctionalInterface
  private interface Use {
    void on(Pooling pooling, long a, long b, long c);
  }
}
