package dev.ranvier.exec;

import java.lang.foreign.MemorySegment;

/**
 * How a kernel likes an input laid out that it will read many times before it changes.
 *
 * <p>Equal packings give equal bytes, so that kernels can share what was packed once.
 */
public interface Packing {
  /** The bytes of the packed input. */
  long bytes();

  /** A call that packs {@code plain}, in Ranvier's layout, into {@code packed}. */
  Kernel.Call bind(MemorySegment plain, MemorySegment packed);
}
