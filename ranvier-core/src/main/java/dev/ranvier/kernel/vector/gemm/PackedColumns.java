package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Packing;
import dev.ranvier.kernel.vector.memory.Vectors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix cut into tiles of five and two vectors of columns. The last tile may take some columns
 * once more, with the same results, so that every tile is full. Packed, the tiles lie one after
 * another, each with its rows one after another.
 *
 * @param depth the matrix's rows
 * @param columns the matrix's columns, at least {@link #MIN_COLUMNS}
 */
public record PackedColumns(int depth, int columns) implements Packing {
  static final int MIN_COLUMNS = 2 * Vectors.LANES;
  private static final int MAX_COLUMNS = 5 * Vectors.LANES;

  /**
   * Some columns.
   *
   * @param first the first of them
   * @param width how many
   * @param offset where they lie in the packed matrix, in bytes
   */
  record Tile(int first, int width, long offset) {
    boolean isWide() {
      return width == MAX_COLUMNS;
    }
  }

  List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    long offset = 0;
    for (int first = 0; first < columns; first += tiles.getLast().width) {
      int left = columns - first;
      boolean wide = columns >= MAX_COLUMNS && left > 2 * MIN_COLUMNS;
      int width = wide ? MAX_COLUMNS : MIN_COLUMNS;
      tiles.add(new Tile(Math.min(first, columns - width), width, offset));
      offset += 4L * width * depth;
    }
    return tiles;
  }

  @Override
  public long bytes() {
    Tile last = tiles().getLast();
    return last.offset + 4L * last.width * depth;
  }

  @Override
  public Kernel.Call bind(MemorySegment plain, MemorySegment packed) {
    List<Tile> tiles = tiles();
    return () -> {
      for (Tile tile : tiles) {
        for (int row = 0; row < depth; row++) {
          long from = 4 * ((long) row * columns + tile.first);
          long to = tile.offset + 4L * row * tile.width;
          MemorySegment.copy(plain, from, packed, to, 4L * tile.width);
        }
      }
    };
  }
}
