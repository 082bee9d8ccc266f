package dev.ranvier.kernel.vector.loop;

/**
 * Inner loops of reductions; every address is one of f32 elements.
 *
 * <p>The order of all additions follows from the sizes alone. Methods are meant to be called for a
 * few hundred elements at a time: HotSpot counts calls, and compiles small methods sooner.
 */
public interface Reductions {
  /** The sum of {@code count} neighbouring elements. */
  float sum(long x, int count);

  /** The maximum of {@code count} neighbouring elements. */
  float max(long x, int count);

  /** Adds the rows of a matrix of {@code columns} contiguous columns to the target row. */
  void addRows(long target, long x, int rows, int columns);

  /** Replaces the target row by the greater of it and the rows of a matrix, column by column. */
  void maxOfRows(long target, long x, int rows, int columns);

  /** Multiplies {@code count} neighbouring elements by a number. */
  void scale(long x, int count, float factor);
}
