package dev.ranvier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allocates native memory that is given back once nothing refers to it any more, within a {@link
 * MemoryLimit}.
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

  /** From here on, blocks come from the C library; small ones never reach the JVM's own limit. */
  private static final long LARGE_BYTES = 1L << 20;

  /** So much there is everywhere; up to here, the machine is not asked, which takes 30 ms. */
  private static final long UNASKED_BYTES = 64L << 20;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong LIVE = new AtomicLong();
  private static final AtomicLong COLLECT_ABOVE = new AtomicLong(LEAST_BYTES_BETWEEN_COLLECTIONS);

  private static volatile MemoryLimit limit; // null while nobody had to know it
  private static volatile boolean freeing;

  private NativeMemory() {}

  /** Found when the first large block is wanted. */
  private static final class Large {
    private static final LargeBlocks BLOCKS = LargeBlocks.find();
  }

  /**
   * A zeroed, aligned segment of at least one byte, freed when it and all its slices are dropped.
   *
   * @throws InsufficientMemoryException when the limit, or the system, leaves too little
   */
  public static MemorySegment allocate(long bytes) {
    long size = Math.max(bytes, 1);
    reserve(size);
    if (LIVE.get() > COLLECT_ABOVE.get()) {
      collect();
    }
    try {
      return size < LARGE_BYTES || Large.BLOCKS == null ? ofJvm(size) : ofSystem(size);
    } catch (InsufficientMemoryException | OutOfMemoryError e) {
      release(size);
      collectSoon();
      throw e;
    }
  }

  /** The bytes allocated here and not known to be freed. */
  public static long liveBytes() {
    return LIVE.get();
  }

  /**
   * How many bytes may be alive at once.
   *
   * @throws IllegalArgumentException when what the user has set is no size
   */
  public static synchronized MemoryLimit limit() {
    if (limit == null) {
      limit = MemoryLimit.chosen().orElseGet(() -> MemoryLimit.standard(MemoryLimit.memory()));
    }
    return limit;
  }

  /** Sets how many bytes may be alive at once, whatever the environment says. */
  public static synchronized void setLimit(long bytes) {
    limit = new MemoryLimit(bytes, "set by the program");
  }

  private static void reserve(long size) {
    if (limit == null && size <= UNASKED_BYTES - LIVE.get() && MemoryLimit.chosen().isEmpty()) {
      LIVE.addAndGet(size);
      return;
    }
    MemoryLimit most = limit();
    if (!tryReserve(size, most)) {
      if (size <= most.bytes()) {
        collectNow();
      }
      if (size > most.bytes() || !tryReserve(size, most)) {
        collectSoon();
        throw InsufficientMemoryException.limited(size, LIVE.get(), most);
      }
    }
  }

  private static boolean tryReserve(long size, MemoryLimit most) {
    long live;
    do {
      live = LIVE.get();
      if (size > most.bytes() - live) {
        return false;
      }
    } while (!LIVE.compareAndSet(live, live + size));
    return true;
  }

  private static void release(long size) {
    LIVE.addAndGet(-size);
  }

  private static MemorySegment ofSystem(long size) {
    Arena arena = Arena.ofAuto();
    LargeBlocks.Block block = Large.BLOCKS.allocate(size, arena);
    if (block == null) {
      collectNow();
      block = Large.BLOCKS.allocate(size, arena);
    }
    if (block == null) {
      throw InsufficientMemoryException.exhausted(size, LIVE.get() - size);
    }
    // A segment keeps its scope alive, so the scope's death is that of the segment and its slices.
    CLEANER.register(arena.scope(), new Freed(block.address(), size));
    return block.memory();
  }

  private static MemorySegment ofJvm(long size) {
    Arena arena = Arena.ofAuto();
    try {
      MemorySegment memory = arena.allocate(size, ALIGNMENT);
      CLEANER.register(arena.scope(), new Released(size));
      return memory;
    } catch (OutOfMemoryError e) {
      throw InsufficientMemoryException.heldBack(size, LIVE.get() - size, e);
    }
  }

  /** Has the next allocation ask the collector for what a failed one has left. */
  private static void collectSoon() {
    COLLECT_ABOVE.set(0);
  }

  private static synchronized void collect() {
    if (LIVE.get() > COLLECT_ABOVE.get()) { // or another thread has just done it
      collectNow();
    }
  }

  /** Asks the collector for the memory of unreachable segments and adjusts the next threshold. */
  private static synchronized void collectNow() {
    CountDownLatch cleaned = sentinel();
    System.gc();
    awaitCleaner(cleaned);
    long live = LIVE.get();
    COLLECT_ABOVE.set(live + Math.max(live, LEAST_BYTES_BETWEEN_COLLECTIONS));
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
      boolean begun;
      do {
        begun = cleaned.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } while (!begun && freeing);
      if (begun) {
        long before;
        do {
          before = LIVE.get();
          Thread.sleep(1);
        } while (freeing || LIVE.get() < before);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JVM frees the memory itself. */
  private record Released(long bytes) implements Runnable {
    @Override
    public void run() {
      release(bytes);
    }
  }

  private record Freed(long address, long bytes) implements Runnable {
    @Override
    public void run() {
      freeing = true; // for gigabytes, it takes a while
      Large.BLOCKS.free(address);
      release(bytes);
      freeing = false;
    }
  }
}
