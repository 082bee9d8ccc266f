package dev.ranvier.kernel.vector.loop;

/** A compiled loop over a rectangle of rows and columns of its results. */
@FunctionalInterface
public interface Loop {
  /**
   * Computes some elements. Addresses are those of row 0, column 0: of the operands, then of the
   * results, in a table that may hold many such groups.
   *
   * @param table addresses in bytes
   * @param base where the group starts in the table
   * @param rowLength how many elements lie between the starts of two rows
   * @param index the row-major index of row 0, column 0, for random numbers
   * @param firstColumn a multiple of the vector length
   */
  void run(
      long[] table,
      int base,
      int rowLength,
      int index,
      int firstRow,
      int rows,
      int firstColumn,
      int columns);
}
