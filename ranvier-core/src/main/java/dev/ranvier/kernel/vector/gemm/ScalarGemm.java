package dev.ranvier.kernel.vector.gemm;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setFloat;

/** GEMM one element at a time, a row of b after the other. */
public final class ScalarGemm implements Gemm {
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
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < depth; k++) {
        addRow(getFloat(a + i * aRow + k * aColumn), b + k * bRow, c + i * cRow, columns);
      }
    }
  }

  private static void addRow(float factor, long b, long c, int columns) {
    for (int j = 0; j < columns; j++) {
      float sum = Math.fma(factor, getFloat(b + 4L * j), getFloat(c + 4L * j));
      setFloat(c + 4L * j, sum);
    }
  }
}
