package dev.ranvier.kernel.vector.gemm;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setFloat;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.load;
import static dev.ranvier.kernel.vector.memory.Vectors.store;

import dev.ranvier.kernel.vector.memory.Vectors;
import jdk.incubator.vector.FloatVector;

/**
 * GEMM by tiles of four rows and two vectors of columns, held in registers; by {@link
 * WideMicroKernel} where vectors have 512 bits, which means twice as many registers.
 */
public final class VectorGemm implements Gemm {
  private static final int TILE_ROWS = 4;
  private static final boolean WIDE = Vectors.LANES >= 16;

  @Override
  public void multiplyAdd(
      long a,
      long aRow,
      long aColumn,
      long b,
      long bRow,
      long c,
      long cRow,
      int rows,
      int columns,
      int depth) {
    int wideColumns = WIDE ? columns - columns % (WideMicroKernel.VECTORS * LANES) : 0;
    int wideRows = rows - rows % WideMicroKernel.ROWS;
    for (int j = 0; j < wideColumns; j += WideMicroKernel.VECTORS * LANES) {
      for (int i = 0; i < wideRows; i += WideMicroKernel.ROWS) {
        WideMicroKernel.multiplyAdd(
            a + i * aRow, aRow, aColumn, b + 4L * j, bRow, c + i * cRow + 4L * j, cRow, depth);
      }
    }
    int j = 0;
    for (; j <= columns - 2 * LANES; j += 2 * LANES) {
      int i = j < wideColumns ? wideRows : 0;
      for (; i <= rows - TILE_ROWS; i += TILE_ROWS) {
        tile(a + i * aRow, aRow, aColumn, b + 4L * j, bRow, c + i * cRow + 4L * j, cRow, depth);
      }
      for (; i < rows; i++) {
        two(a + i * aRow, aColumn, b + 4L * j, bRow, c + i * cRow + 4L * j, depth);
      }
    }
    for (; j <= columns - LANES; j += LANES) {
      for (int i = 0; i < rows; i++) {
        one(a + i * aRow, aColumn, b + 4L * j, bRow, c + i * cRow + 4L * j, depth);
      }
    }
    for (; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        element(a + i * aRow, aColumn, b + 4L * j, bRow, c + i * cRow + 4L * j, depth);
      }
    }
  }

  private static void tile(
      long a, long aRow, long aColumn, long b, long bRow, long c, long cRow, int depth) {
    FloatVector c00 = load(c);
    FloatVector c01 = load(c + BYTES);
    FloatVector c10 = load(c + cRow);
    FloatVector c11 = load(c + cRow + BYTES);
    FloatVector c20 = load(c + 2 * cRow);
    FloatVector c21 = load(c + 2 * cRow + BYTES);
    FloatVector c30 = load(c + 3 * cRow);
    FloatVector c31 = load(c + 3 * cRow + BYTES);
    long left = a;
    long right = b;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(right);
      FloatVector b1 = load(right + BYTES);
      FloatVector a0 = all(left);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = all(left + aRow);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = all(left + 2 * aRow);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = all(left + 3 * aRow);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      left += aColumn;
      right += bRow;
    }
    store(c00, c);
    store(c01, c + BYTES);
    store(c10, c + cRow);
    store(c11, c + cRow + BYTES);
    store(c20, c + 2 * cRow);
    store(c21, c + 2 * cRow + BYTES);
    store(c30, c + 3 * cRow);
    store(c31, c + 3 * cRow + BYTES);
  }

  private static void two(long a, long aColumn, long b, long bRow, long c, int depth) {
    FloatVector c0 = load(c);
    FloatVector c1 = load(c + BYTES);
    for (int k = 0; k < depth; k++) {
      FloatVector factor = all(a + k * aColumn);
      c0 = factor.fma(load(b + k * bRow), c0);
      c1 = factor.fma(load(b + k * bRow + BYTES), c1);
    }
    store(c0, c);
    store(c1, c + BYTES);
  }

  private static void one(long a, long aColumn, long b, long bRow, long c, int depth) {
    FloatVector sum = load(c);
    for (int k = 0; k < depth; k++) {
      sum = all(a + k * aColumn).fma(load(b + k * bRow), sum);
    }
    store(sum, c);
  }

  private static void element(long a, long aColumn, long b, long bRow, long c, int depth) {
    float sum = getFloat(c);
    for (int k = 0; k < depth; k++) {
      sum = Math.fma(getFloat(a + k * aColumn), getFloat(b + k * bRow), sum);
    }
    setFloat(c, sum);
  }

  private static FloatVector all(long address) {
    return FloatVector.broadcast(Vectors.FLOATS, getFloat(address));
  }
}
