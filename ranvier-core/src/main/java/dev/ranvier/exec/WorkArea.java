package dev.ranvier.exec;

import java.lang.foreign.MemorySegment;

/**
 * Scratch memory handed out piece by piece. Over no memory it only counts, so that what a kernel
 * will take can be found by taking it.
 */
public final class WorkArea {
  private static final long ALIGNMENT = 64;

  private final MemorySegment memory;
  private long used;

  /** Hands out the memory; {@link MemorySegment#NULL} if it only counts. */
  public WorkArea(MemorySegment memory) {
    this.memory = memory;
  }

  /** The next {@code bytes} bytes; no memory where the area only counts. */
  public MemorySegment take(long bytes) {
    long start = used;
    used = Math.addExact(used, Math.multiplyExact(Math.ceilDiv(bytes, ALIGNMENT), ALIGNMENT));
    return memory.equals(MemorySegment.NULL) ? MemorySegment.NULL : memory.asSlice(start, bytes);
  }

  /** The bytes taken so far. */
  public long used() {
    return used;
  }
}
