package dev.ranvier.kernel.vector.pool;

import dev.ranvier.kernel.vector.loop.BackgroundCompiler;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has a vector loop of pooling compiled in the background, on a few pixels of zeros, once it is
 * wanted often enough to be worth it.
 *
 * <p>Until then {@link ArrayPooling} runs. A warm-up from the first kernel on would take a core
 * from the first training steps.
 */
public final class PoolingWarmUp {
  private static final int CALLS_BEFORE = 24;
  private static final int CHANNELS = 4 * Vectors.LANES;
  private static final int ROWS = 2;
  private static final int COLUMNS = 2;
  private static final long ROW_ELEMENTS = (long) COLUMNS * CHANNELS;

  /** Enough for elements of any size, and for the winners. */
  private static final long BYTES = 4 * ROWS * ROW_ELEMENTS;

  private static final Map<DType, PoolingWarmUp> MAX =
      forEachType(
          (pooling, a, b, c) -> {
            // As in inference and as in training: what was never run would be compiled to a trap.
            for (long winners : new long[] {Pooling.NOWHERE, c}) {
              pooling.max(a, ROW_ELEMENTS, ROWS, COLUMNS, 0, COLUMNS, b, winners, CHANNELS);
            }
          });

  private static final Map<DType, PoolingWarmUp> SPREAD =
      forEachType(
          (pooling, a, b, c) ->
              pooling.spread(a, ROW_ELEMENTS, ROWS, COLUMNS, 0, COLUMNS, b, c, CHANNELS));

  private static final Map<DType, PoolingWarmUp> COLLECT =
      forEachType(
          (pooling, a, b, c) ->
              pooling.collect(a, b, c, ROW_ELEMENTS, ROWS, COLUMNS, 0, COLUMNS, 1, CHANNELS));

  private final DType dtype;
  private final Use use;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean done;

  private PoolingWarmUp(DType dtype, Use use) {
    this.dtype = dtype;
    this.use = use;
  }

  private static Map<DType, PoolingWarmUp> forEachType(Use use) {
    return Map.of(
        DType.F32, new PoolingWarmUp(DType.F32, use),
        DType.BF16, new PoolingWarmUp(DType.BF16, use));
  }

  /** The warm-up of {@link Pooling#max} on elements of a type. */
  public static PoolingWarmUp max(DType dtype) {
    return MAX.get(dtype);
  }

  /** The warm-up of {@link Pooling#spread} on elements of a type. */
  public static PoolingWarmUp spread(DType dtype) {
    return SPREAD.get(dtype);
  }

  /** The warm-up of {@link Pooling#collect} on elements of a type. */
  public static PoolingWarmUp collect(DType dtype) {
    return COLLECT.get(dtype);
  }

  /** Counts a kernel's run. */
  public void called() {
    if (!done && calls.incrementAndGet() == CALLS_BEFORE) {
      BackgroundCompiler.warmUp(small(), () -> done = true);
    }
  }

  /** Whether the loop has been compiled. */
  public boolean isDone() {
    return done;
  }

  private Runnable small() {
    MemorySegment memory = NativeMemory.allocate(3 * BYTES);
    Pooling pooling = Pooling.vectors(LoopForm.VECTOR, dtype, CHANNELS).orElseThrow();
    return () -> {
      long a = memory.address();
      use.on(pooling, a, a + BYTES, a + 2 * BYTES);
    };
  }

  @FunctionalInterface
  private interface Use {
    void on(Pooling pooling, long a, long b, long c);
  }
}
