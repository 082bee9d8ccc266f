package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.WorkSplit;

/**
 * How a nest is cut into parts for threads: by its size alone, so that an element goes through the
 * same instructions, and every sum is added up in the same order, whatever the number of threads.
 *
 * <p>Long rows are split into columns; else several rows make a part; else several blocks. What
 * lies in one part and one block is a tile.
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
  int maxRows() {
    return rows.max();
  }

  /** Columns of the largest part. */
  int maxColumns() {
    return Math.min(nest.columns(), LONG_VECTOR * vectors.max());
  }

  int parts() {
    return tilesPerBlock() * blocks.parts();
  }

  int tiles() {
    return tilesPerBlock() * nest.blocks();
  }

  private int tilesPerBlock() {
    return rowParts() * columnParts();
  }

  /** The first tile of a part; if there are more, they follow it. */
  int firstTile(int part) {
    return tilesPerBlock() == 1 ? blocks.first(part) : part;
  }

  /** How many tiles a part has: more than one only where a block is one tile. */
  int tileCount(int part) {
    return firstTile(part + 1) - firstTile(part);
  }

  int block(int tile) {
    return tile / tilesPerBlock();
  }

  int firstRow(int tile) {
    return rows.first(rowPart(tile));
  }

  int rows(int tile) {
    return rows.count(rowPart(tile));
  }

  private int rowPart(int tile) {
    return tile / columnParts() % rowParts();
  }

  int firstColumn(int tile) {
    return LONG_VECTOR * vectors.first(tile % columnParts());
  }

  int columns(int tile) {
    int end = LONG_VECTOR * vectors.first(tile % columnParts() + 1);
    return Math.min(nest.columns(), end) - firstColumn(tile);
  }

  /** Whether a tile ends with a row that is shorter than the others. */
  boolean endsShort(int tile) {
    return nest.lastColumns() < nest.columns() && firstRow(tile) + rows(tile) == nest.rows();
  }
}
