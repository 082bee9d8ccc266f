package dev.ranvier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allocates native memory that is given back once nothing refers to it any more.
 *
 * <p>The garbage collector frees a segment when it is unreachable, but it does not see how much
 * native memory a small Java object stands for, so by itself it would let gigabytes pile up. This
 * class counts: once as many bytes were allocated since the last collection as were alive after it
 * (at least 64 MiB), it asks for one. People therefore hold and free nothing, and memory stays
 * flat.
 */
public final class NativeMemory {
  /** Wide enough for a cache line and for the longest vector register. */
  public static final int ALIGNMENT = 64;

  private static final long LEAST_BYTES_BETWEEN_COLLECTIONS = 64L << 20;
  private static final long LONGEST_WAIT_MILLIS = 200;
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong LIVE = new AtomicLong();
  private static final AtomicLong COLLECT_ABOVE = new AtomicLong(LEAST_BYTES_BETWEEN_COLLECTIONS);

  private NativeMemory() {}

  /**
   * A zeroed, aligned segment of at least one byte, freed when it and all its slices are dropped.
   */
  public static MemorySegment allocate(long bytes) {
    long size = Math.max(bytes, 1);
    if (LIVE.addAndGet(size) > COLLECT_ABOVE.get()) {
      collect();
    }
    Arena arena = Arena.ofAuto();
    // The segment keeps its scope alive, so the scope's death is the segment's.
    CLEANER.register(arena.scope(), new Released(size));
    return arena.allocate(size, ALIGNMENT);
  }

  /** The bytes allocated here and not known to be freed. */
  public static long liveBytes() {
    return LIVE.get();
  }

  /** Asks the collector for the memory of unreachable segments and adjusts the next threshold. */
  private static synchronized void collect() {
    if (LIVE.get() <= COLLECT_ABOVE.get()) {
      return; // another thread has just done it
    }
    CountDownLatch cleaned = sentinel();
    System.gc();
    awaitCleaner(cleaned);
    COLLECT_ABOVE.set(LIVE.get() + Math.max(LIVE.get(), LEAST_BYTES_BETWEEN_COLLECTIONS));
  }

  /** Counted down when the cleaner has come to work on what the next collection finds. */
  private static CountDownLatch sentinel() {
    CountDownLatch cleaned = new CountDownLatch(1);
    CLEANER.register(new Object(), cleaned::countDown);
    return cleaned;
  }

  /**
   * Waits until the cleaner, which runs on its own thread after a collection, has counted down what
   * was freed. Without that, garbage would look alive and the threshold would double each time.
   */
  private static void awaitCleaner(CountDownLatch cleaned) {
    try {
      if (cleaned.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        long before;
        do {
          before = LIVE.get();
          Thread.sleep(1);
        } while (LIVE.get() < before);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Released(long bytes) implements Runnable {
    @Override
    public void run() {
      LIVE.addAndGet(-bytes);
    }
  }
}
