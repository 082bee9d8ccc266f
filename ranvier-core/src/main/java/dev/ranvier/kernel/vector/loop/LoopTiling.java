package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.WorkSplit;

/**
 * How a nest is cut into parts for threads: by its size alone, so that an element goes through the
 * same instructions, and every sum is added up in the same order, whatever the number of threads.
 *
 * <p>Long rows are split into columns; else several rows make a part; else several blocks. What
 * lies in one part and one block is a cell.
 *
 * @param nest what is cut
 * @param vectors how columns are cut, at multiples of a long vector
 * @param rows how rows are cut
 * @param blocks how blocks are cut: each is a part where rows or columns are cut
 */
public record LoopTiling(LoopNest nest, WorkSplit vectors, WorkSplit rows, WorkSplit blocks) {
  /** Elements below which a call is not worth sharing among threads. */
  public static final int SERIAL_ELEMENTS = 1 << 15;

  /** Elements of a part: enough to pay for the hand-over. */
  private static final int PART_ELEMENTS = 1 << 14;

  /** Columns are cut at multiples of this: whole vectors of any length. */
  private static final int LONG_VECTOR = 64;

  /** Parts that a reduction is cut into at most, as each has accumulators of its own. */
  private static final int REDUCED_PARTS = 64;

  static LoopTiling of(LoopNest nest, boolean reduces) {
    int vectors = Math.ceilDiv(nest.columns(), LONG_VECTOR);
    long all = (long) nest.blocks() * nest.rows() * nest.columns();
    if (all <= SERIAL_ELEMENTS) {
      return new LoopTiling(
          nest,
          new WorkSplit(vectors, 1),
          new WorkSplit(nest.rows(), 1),
          new WorkSplit(nest.blocks(), 1));
    }
    long size = reduces ? Math.max(PART_ELEMENTS, all / REDUCED_PARTS) : PART_ELEMENTS;
    WorkSplit columns =
        nest.columns() > PART_ELEMENTS
            ? WorkSplit.about(vectors, PART_ELEMENTS / LONG_VECTOR)
            : new WorkSplit(vectors, 1);
    WorkSplit rows = WorkSplit.about(nest.rows(), size / Math.min(nest.columns(), PART_ELEMENTS));
    boolean wholeBlocks = columns.parts() * rows.parts() == 1;
    long blocks = wholeBlocks ? size / ((long) nest.columns() * nest.rows()) : 1;
    return new LoopTiling(
        nest,
        columns,
        rows,
        wholeBlocks
            ? WorkSplit.about(nest.blocks(), blocks)
            : new WorkSplit(nest.blocks(), nest.blocks()));
  }

  int columnParts() {
    return vectors.parts();
  }

  int rowParts() {
    return rows.parts();
  }

  /** Rows of the largest part. */
  int mostRows() {
    return rows.most();
  }

  /** Columns of the largest part. */
  int mostColumns() {
    return Math.min(nest.columns(), LONG_VECTOR * vectors.most());
  }

  int parts() {
    return cellsPerBlock() * blocks.parts();
  }

  int cells() {
    return cellsPerBlock() * nest.blocks();
  }

  private int cellsPerBlock() {
    return rowParts() * columnParts();
  }

  /** The first cell of a part; if there are more, they follow it. */
  int firstCell(int part) {
    return cellsPerBlock() == 1 ? blocks.first(part) : part;
  }

  /** How many cells a part has: more than one only where a block is one cell. */
  int cellCount(int part) {
    return firstCell(part + 1) - firstCell(part);
  }

  int block(int cell) {
    return cell / cellsPerBlock();
  }

  int firstRow(int cell) {
    return rows.first(rowPart(cell));
  }

  int rows(int cell) {
    return rows.count(rowPart(cell));
  }

  private int rowPart(int cell) {
    return cell / columnParts() % rowParts();
  }

  int firstColumn(int cell) {
    return LONG_VECTOR * vectors.first(cell % columnParts());
  }

  int columns(int cell) {
    int end = LONG_VECTOR * vectors.first(cell % columnParts() + 1);
    return Math.min(nest.columns(), end) - firstColumn(cell);
  }

  /** Whether a cell ends with a row that is shorter than the others. */
  boolean endsShort(int cell) {
    return nest.lastColumns() < nest.columns() && firstRow(cell) + rows(cell) == nest.rows();
  }
}
