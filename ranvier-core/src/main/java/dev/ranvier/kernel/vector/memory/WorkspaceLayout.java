package dev.ranvier.kernel.vector.memory;

/** Lays out a kernel's work memory: regions one after the other, each at the start of a line. */
public final class WorkspaceLayout {
  private static final long LINE = 64;

  private long bytes;

  /** The offset of a new region. */
  public long take(long regionBytes) {
    long offset = bytes;
    bytes += Math.ceilDiv(regionBytes, LINE) * LINE;
    return offset;
  }

  /** What all regions take together. */
  public long bytes() {
    return bytes;
  }
}
