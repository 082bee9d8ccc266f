package dev.ranvier.kernel.vector;

/**
 * How a nest is cut into parts for threads: by its size alone, so that an element goes through the
 * same instructions, and every sum is added up in the same order, whatever the number of threads.
 *
 * <p>Long rows are split into columns; else several rows make a part; else several blocks. What
 * lies in one part and one block is a cell.
 *
 * @param nest what is cut
 * @param partColumns columns of a part, at most
 * @param partRows rows of a part, at most
 * @param partBlocks blocks of a part, at most
 */
record Tiling(LoopNest nest, int partColumns, int partRows, int partBlocks) {
  /** Elements below which a call is not worth sharing among threads. */
  static final int SERIAL_ELEMENTS = 1 << 15;

  /**
   * Elements of a part in one row: whole vectors of any length, and enough to pay for the
   * hand-over.
   */
  private static final int PART_ELEMENTS = 1 << 14;

  /** Parts that a reduction is cut into at most, as each has accumulators of its own. */
  private static final int REDUCED_PARTS = 64;

  static Tiling of(LoopNest nest, boolean reduces) {
    long all = (long) nest.blocks() * nest.rows() * nest.columns();
    if (all <= SERIAL_ELEMENTS) {
      return new Tiling(nest, nest.columns(), nest.rows(), nest.blocks());
    }
    long size = reduces ? Math.max(PART_ELEMENTS, all / REDUCED_PARTS) : PART_ELEMENTS;
    int columns = Math.min(nest.columns(), PART_ELEMENTS);
    int rows = Math.clamp(size / columns, 1, nest.rows());
    int blocks =
        rows == nest.rows() && columns == nest.columns()
            ? Math.clamp(size / ((long) columns * rows), 1, nest.blocks())
            : 1;
    return new Tiling(nest, columns, rows, blocks);
  }

  int columnParts() {
    return Math.ceilDiv(nest.columns(), partColumns);
  }

  int rowParts() {
    return Math.ceilDiv(nest.rows(), partRows);
  }

  int parts() {
    return cellsPerBlock() * Math.ceilDiv(nest.blocks(), partBlocks);
  }

  int cells() {
    return cellsPerBlock() * nest.blocks();
  }

  private int cellsPerBlock() {
    return rowParts() * columnParts();
  }

  /** The first cell of a part; if there are more, they follow it. */
  int firstCell(int part) {
    return part * partBlocks;
  }

  /** How many cells a part has: more than one only where a block is one cell. */
  int cellCount(int part) {
    return Math.min(partBlocks, cells() - firstCell(part));
  }

  int block(int cell) {
    return cell / cellsPerBlock();
  }

  int firstRow(int cell) {
    return cell / columnParts() % rowParts() * partRows;
  }

  int rows(int cell) {
    return Math.min(partRows, nest.rows() - firstRow(cell));
  }

  int firstColumn(int cell) {
    return cell % columnParts() * partColumns;
  }

  int columns(int cell) {
    return Math.min(partColumns, nest.columns() - firstColumn(cell));
  }

  /** Whether a cell ends with a row that is shorter than the others. */
  boolean endsShort(int cell) {
    return nest.lastColumns() < nest.columns() && firstRow(cell) + rows(cell) == nest.rows();
  }
}
