package dev.ranvier.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** All memory as one segment, so that loops can work on plain addresses. */
final class Native {
  /** Offset and address are the same here; buffers are kept alive by who bound them. */
  @SuppressWarnings("restricted")
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private Native() {}
}
