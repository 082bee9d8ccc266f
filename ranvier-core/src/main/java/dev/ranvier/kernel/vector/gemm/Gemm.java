package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.kernel.vector.loop.LoopForm;

/**
 * The inner loops of GEMM: c += a · b.
 *
 * <p>Every element is summed in the order of k, begun with what was there, whatever the sizes:
 * cutting rows or columns into parts changes nothing.
 */
public interface Gemm {
  /** How much of k one call should get at most, so that a call stays short. */
  int DEPTH = 128;

  /** The inner loops of a form. */
  static Gemm of(LoopForm form) {
    return switch (form) {
      case VECTOR -> new VectorGemm();
      case PLAIN -> new ScalarGemm();
    };
  }

  /**
   * Adds a · b to c.
   *
   * @param a a[i, k] lies at a + i · aRow + k · aColumn (bytes)
   * @param b b[k, j] lies at b + k · bRow + 4j
   * @param c c[i, j] lies at c + i · cRow + 4j
   */
  void multiplyAdd(
      long a,
      long aRow,
      long aColumn,
      long b,
      long bRow,
      long c,
      long cRow,
      int rows,
      int columns,
      int depth);
}
