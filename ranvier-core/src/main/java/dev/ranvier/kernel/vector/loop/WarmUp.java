package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.Vectors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * What gets a loop compiled in the background before it is used.
 *
 * <p>Each call of a loop is followed by calls that find nothing to do: HotSpot's last compiler
 * comes after thousands of calls. Rows should be as long as in real use, as it unrolls loops that
 * it has seen run for long.
 */
public final class WarmUp {
  private static final int EMPTY_CALLS = 200;

  private final Supplier<IntConsumer> loop;
  private final AtomicBoolean ordered = new AtomicBoolean();
  private volatile boolean done;

  /**
   * For a loop.
   *
   * @param loop makes what runs the loop for a number of rows: one vector's lanes, or none
   */
  public WarmUp(Supplier<IntConsumer> loop) {
    this.loop = loop;
  }

  /** Begins, once; whether the loop has been compiled. */
  public boolean isDone() {
    if (!done && ordered.compareAndSet(false, true)) {
      BackgroundCompiler.warmUp(small(loop.get()), () -> done = true);
    }
    return done;
  }

  private static Runnable small(IntConsumer loop) {
    return () -> {
      loop.accept(Vectors.LANES);
      for (int i = 0; i < EMPTY_CALLS; i++) {
        loop.accept(0);
      }
    };
  }
}
