package dev.ranvier.kernel.vector.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** All memory as one segment, so that loops can work on plain addresses. */
public final class AllMemory {
  /** Offset and address are the same here; buffers are kept alive by who bound them. */
  @SuppressWarnings("restricted")
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  public static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private AllMemory() {}
}
