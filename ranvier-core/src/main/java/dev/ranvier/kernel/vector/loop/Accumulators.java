package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.ScalarAccess;

/**
 * The accumulators of one reduced result: some for every tile, which threads fill on their own, and
 * which are then combined in order.
 *
 * @param combined which accumulators there are
 * @param tiling the tiles
 * @param number the number of the result among the nest's operands
 * @param period how many neighbouring accumulators belong to different elements of the result,
 *     where rows were joined; else the number of columns
 * @param turns how many accumulators the elements of a row go through
 * @param reductions the inner loops
 */
public record Accumulators(
    LoopOutput.Combined combined,
    LoopTiling tiling,
    int number,
    int period,
    int turns,
    Reductions reductions) {
  private static final int ALIGNMENT = 64;

  /** Bytes of the accumulators of all tiles. */
  long bytes() {
    return tiling.tiles() * tile();
  }

  private long tile() {
    long count =
        switch (combined.access()) {
          case FULL -> (long) tiling.maxRows() * tiling.nest().columns();
          case EACH_ROW -> tiling.maxColumns();
          case PER_ROW -> (long) tiling.maxRows() * turns;
          case SINGLE -> turns;
        };
    return Math.ceilDiv(Float.BYTES * count, ALIGNMENT) * ALIGNMENT;
  }

  /** The accumulators in some memory, for a result there. */
  Bound bind(long memory, long result, int elements) {
    return new Bound(this, memory, result, elements);
  }

  /**
   * Accumulators in memory.
   *
   * @param layout which ones
   * @param memory where they begin
   * @param result where the result begins
   * @param elements how many elements the result has
   */
  record Bound(Accumulators layout, long memory, long result, int elements) {
    /** Whether elements of several rows go through the same accumulators in turn. */
    boolean joinsRows() {
      return layout.combined.access() == AccessPattern.SINGLE;
    }

    /** The address for a tile's loop: where the accumulators of row 0, column 0 would be. */
    long origin(int tile) {
      return layout.origin(memory, tile);
    }

    /** Resets a tile's accumulators. */
    void clear(int tile) {
      layout.clear(memory, tile);
    }

    /** Combines the accumulators of all tiles into the result. */
    void combine() {
      layout.combine(memory, result, elements);
    }
  }

  private long origin(long memory, int tile) {
    long offset =
        OperandPointer.to(combined, turns)
            .offset(tiling.firstRow(tile), tiling.firstColumn(tile), tiling.nest().columns());
    return address(memory, tile) - offset;
  }

  private long address(long memory, int tile) {
    return memory + tile * tile();
  }

  private void clear(long memory, int tile) {
    int count = (int) (tile() / Float.BYTES);
    ScalarAccess.fill(address(memory, tile), count, neutral());
  }

  private void combine(long memory, long result, int elements) {
    ScalarAccess.fill(result, elements, neutral());
    for (int tile = 0; tile < tiling.tiles(); tile++) {
      long start = tiling.nest().blockOffsets().get(tiling.block(tile))[number];
      combineTile(address(memory, tile), result + Float.BYTES * start, tile);
    }
  }

  private void combineTile(long from, long to, int tile) {
    int row = tiling.firstRow(tile);
    int column = tiling.firstColumn(tile);
    int rows = tiling.rows(tile);
    int columns = tiling.columns(tile);
    int length = tiling.nest().columns();
    switch (combined.access()) {
      case FULL -> {
        for (int i = 0; i < rows; i++) {
          long target = to + Float.BYTES * ((long) (row + i) * length + column);
          combineRows(target, from + (long) Float.BYTES * i * length, 1, columns);
        }
      }
      case EACH_ROW -> {
        int joined = length / period;
        combineRows(to + (long) Float.BYTES * column, from, joined, columns / joined);
      }
      case PER_ROW -> {
        for (int i = 0; i < rows; i++) {
          combineTurns(to + (long) Float.BYTES * (row + i), from + (long) Float.BYTES * turns * i);
        }
      }
      case SINGLE -> combineTurns(to, from);
    }
  }

  private void combineRows(long to, long from, int rows, int columns) {
    switch (combined.function()) {
      case SUM -> reductions.addRows(to, from, rows, columns);
      case MAX -> reductions.maxOfRows(to, from, rows, columns);
    }
  }

  private void combineTurns(long to, long from) {
    float before = ScalarAccess.getFloat(to);
    ScalarAccess.setFloat(
        to,
        switch (combined.function()) {
          case SUM -> before + reductions.sum(from, turns);
          case MAX -> Math.max(before, reductions.max(from, turns));
        });
  }

  private float neutral() {
    return (float) combined.function().neutral();
  }
}
