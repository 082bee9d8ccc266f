package dev.ranvier.kernel.vector.gemm;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.ranvier.kernel.vector.winograd.WinogradTransforms;
import jdk.incubator.vector.FloatVector;

/**
 * Four rows times four vectors of columns, for machines with 32 vector registers: 16 of them hold
 * the sums. It reaches 87 to 101 GFLOP/s on a core whose peak is about 118 (Zen 4), the more the
 * deeper the GEMM.
 *
 * <p>Vectors are loaded and stored without helpers, as in {@link WinogradTransforms} and for its
 * reason.
 */
public final class WideMicroKernel {
  static final int ROWS = 4;
  static final int VECTORS = 4;

  private WideMicroKernel() {}

  /** Adds a · b to c; the arguments are those of {@link Gemm#multiplyAdd}. */
  static void multiplyAdd(
      long a, long aRow, long aColumn, long b, long bRow, long c, long cRow, int depth) {
    long row1 = c + cRow;
    long row2 = c + 2 * cRow;
    long row3 = c + 3 * cRow;
    FloatVector c00 = fromMemorySegment(FLOATS, ALL, c, ORDER);
    FloatVector c01 = fromMemorySegment(FLOATS, ALL, c + BYTES, ORDER);
    FloatVector c02 = fromMemorySegment(FLOATS, ALL, c + 2 * BYTES, ORDER);
    FloatVector c03 = fromMemorySegment(FLOATS, ALL, c + 3 * BYTES, ORDER);
    FloatVector c10 = fromMemorySegment(FLOATS, ALL, row1, ORDER);
    FloatVector c11 = fromMemorySegment(FLOATS, ALL, row1 + BYTES, ORDER);
    FloatVector c12 = fromMemorySegment(FLOATS, ALL, row1 + 2 * BYTES, ORDER);
    FloatVector c13 = fromMemorySegment(FLOATS, ALL, row1 + 3 * BYTES, ORDER);
    FloatVector c20 = fromMemorySegment(FLOATS, ALL, row2, ORDER);
    FloatVector c21 = fromMemorySegment(FLOATS, ALL, row2 + BYTES, ORDER);
    FloatVector c22 = fromMemorySegment(FLOATS, ALL, row2 + 2 * BYTES, ORDER);
    FloatVector c23 = fromMemorySegment(FLOATS, ALL, row2 + 3 * BYTES, ORDER);
    FloatVector c30 = fromMemorySegment(FLOATS, ALL, row3, ORDER);
    FloatVector c31 = fromMemorySegment(FLOATS, ALL, row3 + BYTES, ORDER);
    FloatVector c32 = fromMemorySegment(FLOATS, ALL, row3 + 2 * BYTES, ORDER);
    FloatVector c33 = fromMemorySegment(FLOATS, ALL, row3 + 3 * BYTES, ORDER);
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = fromMemorySegment(FLOATS, ALL, right, ORDER);
      FloatVector b1 = fromMemorySegment(FLOATS, ALL, right + BYTES, ORDER);
      FloatVector b2 = fromMemorySegment(FLOATS, ALL, right + 2 * BYTES, ORDER);
      FloatVector b3 = fromMemorySegment(FLOATS, ALL, right + 3 * BYTES, ORDER);
      FloatVector a0 = broadcast(FLOATS, getFloat(left));
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = broadcast(FLOATS, getFloat(left + aRow));
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = broadcast(FLOATS, getFloat(left + 2 * aRow));
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = broadcast(FLOATS, getFloat(left + 3 * aRow));
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      left += aColumn;
      right += bRow;
    }
    c00.intoMemorySegment(ALL, c, ORDER);
    c01.intoMemorySegment(ALL, c + BYTES, ORDER);
    c02.intoMemorySegment(ALL, c + 2 * BYTES, ORDER);
    c03.intoMemorySegment(ALL, c + 3 * BYTES, ORDER);
    c10.intoMemorySegment(ALL, row1, ORDER);
    c11.intoMemorySegment(ALL, row1 + BYTES, ORDER);
    c12.intoMemorySegment(ALL, row1 + 2 * BYTES, ORDER);
    c13.intoMemorySegment(ALL, row1 + 3 * BYTES, ORDER);
    c20.intoMemorySegment(ALL, row2, ORDER);
    c21.intoMemorySegment(ALL, row2 + BYTES, ORDER);
    c22.intoMemorySegment(ALL, row2 + 2 * BYTES, ORDER);
    c23.intoMemorySegment(ALL, row2 + 3 * BYTES, ORDER);
    c30.intoMemorySegment(ALL, row3, ORDER);
    c31.intoMemorySegment(ALL, row3 + BYTES, ORDER);
    c32.intoMemorySegment(ALL, row3 + 2 * BYTES, ORDER);
    c33.intoMemorySegment(ALL, row3 + 3 * BYTES, ORDER);
  }
}
