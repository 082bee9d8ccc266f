package dev.ranvier.kernel.vector.memory;

import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.loadShorts;
import static dev.ranvier.kernel.vector.memory.Vectors.rounded;
import static dev.ranvier.kernel.vector.memory.Vectors.widened;

import dev.ranvier.tensor.DType;

/**
 * Rows of numbers between f32 in work memory and the type in which a tensor stores them, f32 or
 * bf16. Rounding is to the nearest, ties to even. Lengths are multiples of the vectors'.
 */
public final class StoredRows {
  private StoredRows() {}

  /** Reads stored numbers. */
  public static void load(long from, DType stored, long to, int count) {
    if (stored == DType.F32) {
      ScalarAccess.copy(from, to, count);
      return;
    }
    for (int i = 0; i < count; i += LANES) {
      Vectors.store(widened(loadShorts(from + 2L * i)), to + 4L * i);
    }
  }

  /** Stores numbers. */
  public static void store(long from, long to, DType stored, int count) {
    if (stored == DType.F32) {
      ScalarAccess.copy(from, to, count);
      return;
    }
    for (int i = 0; i < count; i += LANES) {
      Vectors.store(rounded(Vectors.load(from + 4L * i)), to + 2L * i);
    }
  }
}
