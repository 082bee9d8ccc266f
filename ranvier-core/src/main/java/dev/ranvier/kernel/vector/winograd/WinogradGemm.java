package dev.ranvier.kernel.vector.winograd;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import jdk.incubator.vector.FloatVector;

/**
 * The GEMMs at the points of Winograd's convolution, by tiles of two vectors of columns and as many
 * rows as the registers hold: twelve of 32 registers, six of 16.
 *
 * <p>Rows are {@link WinogradPanels#ROW_BYTES} apart where nothing else is said: distances that the
 * compiler knows leave it registers enough. Sums start from zero and stay in registers over the
 * whole depth, and rows and columns are rounded up to whole tiles, so that there is a single shape
 * of inner loop; the buffers have room for what is too much. On a Zen 4 core it reaches 104 GFLOP/s
 * at a depth of 64 and more beyond (peak about 118).
 *
 * <p>Elements are loaded and stored without helpers, as in {@link WinogradTransforms} and for its
 * reason; sums that were loaded would make the methods too long for HotSpot.
 */
public final class WinogradGemm {
  /** Rows are computed in multiples of this. */
  static final int ROWS = 6;

  private static final long ROW = WinogradPanels.ROW_BYTES;
  private static final boolean MANY_REGISTERS = LANES >= 16;

  private WinogradGemm() {}

  /** How many rows are written where {@code rows} are asked for. */
  static int roundedRows(int rows) {
    return Math.ceilDiv(rows, ROWS) * ROWS;
  }

  /**
   * Sets c to a · b.
   *
   * @param aRow bytes from one row of a to the next
   * @param rows rows of a, such as tiles
   * @param columns columns of b, at most a panel's
   * @param depth columns of a and rows of b
   */
  static void multiply(long a, long aRow, long b, long c, int rows, int columns, int depth) {
    for (int j = 0; j < columns; j += 2 * LANES) {
      long right = b + 4L * j;
      int i = 0;
      if (MANY_REGISTERS) {
        for (; i <= rows - 2 * ROWS; i += 2 * ROWS) {
          twelve(a + i * aRow, aRow, right, c + i * ROW + 4L * j, depth);
        }
      }
      for (; i < rows; i += ROWS) {
        six(a + i * aRow, aRow, right, c + i * ROW + 4L * j, depth);
      }
    }
  }

  /**
   * Sets c to aᵀ · b.
   *
   * @param rows columns of a, at most a panel's
   * @param columns columns of b, at most a panel's
   * @param depth rows of a and b, such as tiles
   */
  static void multiplyTransposed(long a, long b, long c, int rows, int columns, int depth) {
    for (int j = 0; j < columns; j += 2 * LANES) {
      long right = b + 4L * j;
      int i = 0;
      if (MANY_REGISTERS) {
        for (; i <= rows - 2 * ROWS; i += 2 * ROWS) {
          twelveTransposed(a + 4L * i, right, c + i * ROW + 4L * j, depth);
        }
      }
      for (; i < rows; i += ROWS) {
        sixTransposed(a + 4L * i, right, c + i * ROW + 4L * j, depth);
      }
    }
  }

  private static void twelve(long a, long aRow, long b, long c, int depth) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0a = zero;
    FloatVector c0b = zero;
    FloatVector c1a = zero;
    FloatVector c1b = zero;
    FloatVector c2a = zero;
    FloatVector c2b = zero;
    FloatVector c3a = zero;
    FloatVector c3b = zero;
    FloatVector c4a = zero;
    FloatVector c4b = zero;
    FloatVector c5a = zero;
    FloatVector c5b = zero;
    FloatVector c6a = zero;
    FloatVector c6b = zero;
    FloatVector c7a = zero;
    FloatVector c7b = zero;
    FloatVector c8a = zero;
    FloatVector c8b = zero;
    FloatVector c9a = zero;
    FloatVector c9b = zero;
    FloatVector c10a = zero;
    FloatVector c10b = zero;
    FloatVector c11a = zero;
    FloatVector c11b = zero;
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = fromMemorySegment(FLOATS, ALL, right, ORDER);
      FloatVector bb = fromMemorySegment(FLOATS, ALL, right + BYTES, ORDER);
      FloatVector a0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left));
      c0a = a0.fma(ba, c0a);
      c0b = a0.fma(bb, c0b);
      FloatVector a1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + aRow));
      c1a = a1.fma(ba, c1a);
      c1b = a1.fma(bb, c1b);
      FloatVector a2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 2 * aRow));
      c2a = a2.fma(ba, c2a);
      c2b = a2.fma(bb, c2b);
      FloatVector a3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 3 * aRow));
      c3a = a3.fma(ba, c3a);
      c3b = a3.fma(bb, c3b);
      FloatVector a4 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 4 * aRow));
      c4a = a4.fma(ba, c4a);
      c4b = a4.fma(bb, c4b);
      FloatVector a5 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 5 * aRow));
      c5a = a5.fma(ba, c5a);
      c5b = a5.fma(bb, c5b);
      FloatVector a6 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 6 * aRow));
      c6a = a6.fma(ba, c6a);
      c6b = a6.fma(bb, c6b);
      FloatVector a7 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 7 * aRow));
      c7a = a7.fma(ba, c7a);
      c7b = a7.fma(bb, c7b);
      FloatVector a8 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 8 * aRow));
      c8a = a8.fma(ba, c8a);
      c8b = a8.fma(bb, c8b);
      FloatVector a9 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 9 * aRow));
      c9a = a9.fma(ba, c9a);
      c9b = a9.fma(bb, c9b);
      FloatVector a10 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 10 * aRow));
      c10a = a10.fma(ba, c10a);
      c10b = a10.fma(bb, c10b);
      FloatVector a11 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 11 * aRow));
      c11a = a11.fma(ba, c11a);
      c11b = a11.fma(bb, c11b);
      left += Float.BYTES;
      right += ROW;
    }
    c0a.intoMemorySegment(ALL, c, ORDER);
    c0b.intoMemorySegment(ALL, c + BYTES, ORDER);
    c1a.intoMemorySegment(ALL, c + ROW, ORDER);
    c1b.intoMemorySegment(ALL, c + ROW + BYTES, ORDER);
    c2a.intoMemorySegment(ALL, c + 2 * ROW, ORDER);
    c2b.intoMemorySegment(ALL, c + 2 * ROW + BYTES, ORDER);
    c3a.intoMemorySegment(ALL, c + 3 * ROW, ORDER);
    c3b.intoMemorySegment(ALL, c + 3 * ROW + BYTES, ORDER);
    c4a.intoMemorySegment(ALL, c + 4 * ROW, ORDER);
    c4b.intoMemorySegment(ALL, c + 4 * ROW + BYTES, ORDER);
    c5a.intoMemorySegment(ALL, c + 5 * ROW, ORDER);
    c5b.intoMemorySegment(ALL, c + 5 * ROW + BYTES, ORDER);
    c6a.intoMemorySegment(ALL, c + 6 * ROW, ORDER);
    c6b.intoMemorySegment(ALL, c + 6 * ROW + BYTES, ORDER);
    c7a.intoMemorySegment(ALL, c + 7 * ROW, ORDER);
    c7b.intoMemorySegment(ALL, c + 7 * ROW + BYTES, ORDER);
    c8a.intoMemorySegment(ALL, c + 8 * ROW, ORDER);
    c8b.intoMemorySegment(ALL, c + 8 * ROW + BYTES, ORDER);
    c9a.intoMemorySegment(ALL, c + 9 * ROW, ORDER);
    c9b.intoMemorySegment(ALL, c + 9 * ROW + BYTES, ORDER);
    c10a.intoMemorySegment(ALL, c + 10 * ROW, ORDER);
    c10b.intoMemorySegment(ALL, c + 10 * ROW + BYTES, ORDER);
    c11a.intoMemorySegment(ALL, c + 11 * ROW, ORDER);
    c11b.intoMemorySegment(ALL, c + 11 * ROW + BYTES, ORDER);
  }

  private static void six(long a, long aRow, long b, long c, int depth) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0a = zero;
    FloatVector c0b = zero;
    FloatVector c1a = zero;
    FloatVector c1b = zero;
    FloatVector c2a = zero;
    FloatVector c2b = zero;
    FloatVector c3a = zero;
    FloatVector c3b = zero;
    FloatVector c4a = zero;
    FloatVector c4b = zero;
    FloatVector c5a = zero;
    FloatVector c5b = zero;
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = fromMemorySegment(FLOATS, ALL, right, ORDER);
      FloatVector bb = fromMemorySegment(FLOATS, ALL, right + BYTES, ORDER);
      FloatVector a0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left));
      c0a = a0.fma(ba, c0a);
      c0b = a0.fma(bb, c0b);
      FloatVector a1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + aRow));
      c1a = a1.fma(ba, c1a);
      c1b = a1.fma(bb, c1b);
      FloatVector a2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 2 * aRow));
      c2a = a2.fma(ba, c2a);
      c2b = a2.fma(bb, c2b);
      FloatVector a3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 3 * aRow));
      c3a = a3.fma(ba, c3a);
      c3b = a3.fma(bb, c3b);
      FloatVector a4 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 4 * aRow));
      c4a = a4.fma(ba, c4a);
      c4b = a4.fma(bb, c4b);
      FloatVector a5 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 5 * aRow));
      c5a = a5.fma(ba, c5a);
      c5b = a5.fma(bb, c5b);
      left += Float.BYTES;
      right += ROW;
    }
    c0a.intoMemorySegment(ALL, c, ORDER);
    c0b.intoMemorySegment(ALL, c + BYTES, ORDER);
    c1a.intoMemorySegment(ALL, c + ROW, ORDER);
    c1b.intoMemorySegment(ALL, c + ROW + BYTES, ORDER);
    c2a.intoMemorySegment(ALL, c + 2 * ROW, ORDER);
    c2b.intoMemorySegment(ALL, c + 2 * ROW + BYTES, ORDER);
    c3a.intoMemorySegment(ALL, c + 3 * ROW, ORDER);
    c3b.intoMemorySegment(ALL, c + 3 * ROW + BYTES, ORDER);
    c4a.intoMemorySegment(ALL, c + 4 * ROW, ORDER);
    c4b.intoMemorySegment(ALL, c + 4 * ROW + BYTES, ORDER);
    c5a.intoMemorySegment(ALL, c + 5 * ROW, ORDER);
    c5b.intoMemorySegment(ALL, c + 5 * ROW + BYTES, ORDER);
  }

  private static void twelveTransposed(long a, long b, long c, int depth) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0a = zero;
    FloatVector c0b = zero;
    FloatVector c1a = zero;
    FloatVector c1b = zero;
    FloatVector c2a = zero;
    FloatVector c2b = zero;
    FloatVector c3a = zero;
    FloatVector c3b = zero;
    FloatVector c4a = zero;
    FloatVector c4b = zero;
    FloatVector c5a = zero;
    FloatVector c5b = zero;
    FloatVector c6a = zero;
    FloatVector c6b = zero;
    FloatVector c7a = zero;
    FloatVector c7b = zero;
    FloatVector c8a = zero;
    FloatVector c8b = zero;
    FloatVector c9a = zero;
    FloatVector c9b = zero;
    FloatVector c10a = zero;
    FloatVector c10b = zero;
    FloatVector c11a = zero;
    FloatVector c11b = zero;
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = fromMemorySegment(FLOATS, ALL, right, ORDER);
      FloatVector bb = fromMemorySegment(FLOATS, ALL, right + BYTES, ORDER);
      FloatVector a0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left));
      c0a = a0.fma(ba, c0a);
      c0b = a0.fma(bb, c0b);
      FloatVector a1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + Float.BYTES));
      c1a = a1.fma(ba, c1a);
      c1b = a1.fma(bb, c1b);
      FloatVector a2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 2 * Float.BYTES));
      c2a = a2.fma(ba, c2a);
      c2b = a2.fma(bb, c2b);
      FloatVector a3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 3 * Float.BYTES));
      c3a = a3.fma(ba, c3a);
      c3b = a3.fma(bb, c3b);
      FloatVector a4 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 4 * Float.BYTES));
      c4a = a4.fma(ba, c4a);
      c4b = a4.fma(bb, c4b);
      FloatVector a5 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 5 * Float.BYTES));
      c5a = a5.fma(ba, c5a);
      c5b = a5.fma(bb, c5b);
      FloatVector a6 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 6 * Float.BYTES));
      c6a = a6.fma(ba, c6a);
      c6b = a6.fma(bb, c6b);
      FloatVector a7 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 7 * Float.BYTES));
      c7a = a7.fma(ba, c7a);
      c7b = a7.fma(bb, c7b);
      FloatVector a8 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 8 * Float.BYTES));
      c8a = a8.fma(ba, c8a);
      c8b = a8.fma(bb, c8b);
      FloatVector a9 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 9 * Float.BYTES));
      c9a = a9.fma(ba, c9a);
      c9b = a9.fma(bb, c9b);
      FloatVector a10 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 10 * Float.BYTES));
      c10a = a10.fma(ba, c10a);
      c10b = a10.fma(bb, c10b);
      FloatVector a11 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 11 * Float.BYTES));
      c11a = a11.fma(ba, c11a);
      c11b = a11.fma(bb, c11b);
      left += ROW;
      right += ROW;
    }
    c0a.intoMemorySegment(ALL, c, ORDER);
    c0b.intoMemorySegment(ALL, c + BYTES, ORDER);
    c1a.intoMemorySegment(ALL, c + ROW, ORDER);
    c1b.intoMemorySegment(ALL, c + ROW + BYTES, ORDER);
    c2a.intoMemorySegment(ALL, c + 2 * ROW, ORDER);
    c2b.intoMemorySegment(ALL, c + 2 * ROW + BYTES, ORDER);
    c3a.intoMemorySegment(ALL, c + 3 * ROW, ORDER);
    c3b.intoMemorySegment(ALL, c + 3 * ROW + BYTES, ORDER);
    c4a.intoMemorySegment(ALL, c + 4 * ROW, ORDER);
    c4b.intoMemorySegment(ALL, c + 4 * ROW + BYTES, ORDER);
    c5a.intoMemorySegment(ALL, c + 5 * ROW, ORDER);
    c5b.intoMemorySegment(ALL, c + 5 * ROW + BYTES, ORDER);
    c6a.intoMemorySegment(ALL, c + 6 * ROW, ORDER);
    c6b.intoMemorySegment(ALL, c + 6 * ROW + BYTES, ORDER);
    c7a.intoMemorySegment(ALL, c + 7 * ROW, ORDER);
    c7b.intoMemorySegment(ALL, c + 7 * ROW + BYTES, ORDER);
    c8a.intoMemorySegment(ALL, c + 8 * ROW, ORDER);
    c8b.intoMemorySegment(ALL, c + 8 * ROW + BYTES, ORDER);
    c9a.intoMemorySegment(ALL, c + 9 * ROW, ORDER);
    c9b.intoMemorySegment(ALL, c + 9 * ROW + BYTES, ORDER);
    c10a.intoMemorySegment(ALL, c + 10 * ROW, ORDER);
    c10b.intoMemorySegment(ALL, c + 10 * ROW + BYTES, ORDER);
    c11a.intoMemorySegment(ALL, c + 11 * ROW, ORDER);
    c11b.intoMemorySegment(ALL, c + 11 * ROW + BYTES, ORDER);
  }

  private static void sixTransposed(long a, long b, long c, int depth) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0a = zero;
    FloatVector c0b = zero;
    FloatVector c1a = zero;
    FloatVector c1b = zero;
    FloatVector c2a = zero;
    FloatVector c2b = zero;
    FloatVector c3a = zero;
    FloatVector c3b = zero;
    FloatVector c4a = zero;
    FloatVector c4b = zero;
    FloatVector c5a = zero;
    FloatVector c5b = zero;
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = fromMemorySegment(FLOATS, ALL, right, ORDER);
      FloatVector bb = fromMemorySegment(FLOATS, ALL, right + BYTES, ORDER);
      FloatVector a0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left));
      c0a = a0.fma(ba, c0a);
      c0b = a0.fma(bb, c0b);
      FloatVector a1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + Float.BYTES));
      c1a = a1.fma(ba, c1a);
      c1b = a1.fma(bb, c1b);
      FloatVector a2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 2 * Float.BYTES));
      c2a = a2.fma(ba, c2a);
      c2b = a2.fma(bb, c2b);
      FloatVector a3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 3 * Float.BYTES));
      c3a = a3.fma(ba, c3a);
      c3b = a3.fma(bb, c3b);
      FloatVector a4 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 4 * Float.BYTES));
      c4a = a4.fma(ba, c4a);
      c4b = a4.fma(bb, c4b);
      FloatVector a5 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, left + 5 * Float.BYTES));
      c5a = a5.fma(ba, c5a);
      c5b = a5.fma(bb, c5b);
      left += ROW;
      right += ROW;
    }
    c0a.intoMemorySegment(ALL, c, ORDER);
    c0b.intoMemorySegment(ALL, c + BYTES, ORDER);
    c1a.intoMemorySegment(ALL, c + ROW, ORDER);
    c1b.intoMemorySegment(ALL, c + ROW + BYTES, ORDER);
    c2a.intoMemorySegment(ALL, c + 2 * ROW, ORDER);
    c2b.intoMemorySegment(ALL, c + 2 * ROW + BYTES, ORDER);
    c3a.intoMemorySegment(ALL, c + 3 * ROW, ORDER);
    c3b.intoMemorySegment(ALL, c + 3 * ROW + BYTES, ORDER);
    c4a.intoMemorySegment(ALL, c + 4 * ROW, ORDER);
    c4b.intoMemorySegment(ALL, c + 4 * ROW + BYTES, ORDER);
    c5a.intoMemorySegment(ALL, c + 5 * ROW, ORDER);
    c5b.intoMemorySegment(ALL, c + 5 * ROW + BYTES, ORDER);
  }
}
