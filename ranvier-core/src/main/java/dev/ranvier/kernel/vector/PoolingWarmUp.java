package dev.ranvier.kernel.vector;

import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;

/** Has the vector loops of pooling compiled in the background, on a few pixels of zeros. */
final class PoolingWarmUp {
  private static final int VECTORS = 4;
  private static final int ROWS = 2;
  private static final int COLUMNS = 2;

  private PoolingWarmUp() {}

  static void greatest() {
    Background.warmUp(
        "pooling, greatest",
        on(
            (pooling, channels, a, b, c) ->
                pooling.greatest(
                    a, 4L * COLUMNS * channels, ROWS, COLUMNS, 0, COLUMNS, b, c, channels)));
  }

  static void spread() {
    Background.warmUp(
        "pooling, spread",
        on(
            (pooling, channels, a, b, c) ->
                pooling.spread(
                    a, 4L * COLUMNS * channels, ROWS, COLUMNS, 0, COLUMNS, b, c, channels)));
  }

  static void collect() {
    Background.warmUp(
        "pooling, collect",
        on(
            (pooling, channels, a, b, c) ->
                pooling.collect(
                    a, b, c, 4L * COLUMNS * channels, ROWS, COLUMNS, 0, 2, 1, channels)));
  }

  @FunctionalInterface
  private interface Use {
    void on(Pooling pooling, int channels, long a, long b, long c);
  }

  private static Runnable on(Use use) {
    int channels = VECTORS * Vectors.LANES;
    long bytes = 4L * ROWS * COLUMNS * channels;
    MemorySegment memory = NativeMemory.allocate(3 * bytes);
    Pooling pooling = LoopForm.VECTOR.pooling(channels);
    return () -> {
      long a = memory.address();
      use.on(pooling, channels, a, a + bytes, a + 2 * bytes);
    };
  }
}
