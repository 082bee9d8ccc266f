package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.Workers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The product of a single row with a matrix, and a bias and a ReLU after it: a prediction for one
 * example, a step of training with batches of one.
 *
 * <p>Every number of the matrix is used once, so the time is that of reading it. Where the matrix
 * lasts, its tiles are packed and read from end to end.
 */
final class SingleRowKernel implements Kernel {
  private static final int MATRIX = 1;
  private static final int BIAS = 2;

  /** Numbers of a matrix that take one thread longer than waking another. */
  private static final long SHARED = 1 << 16;

  private final ColumnTiles matrix;
  private final boolean packed;
  private final After after;
  private final Workers workers;

  SingleRowKernel(ColumnTiles matrix, After after, Workers workers) {
    this(matrix, false, after, workers);
  }

  private SingleRowKernel(ColumnTiles matrix, boolean packed, After after, Workers workers) {
    this.matrix = matrix;
    this.packed = packed;
    this.after = after;
    this.workers = workers;
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> lasting) {
    return lasting.contains(MATRIX)
        ? Optional.of(
            new PackedKernel(
                new SingleRowKernel(matrix, true, after, workers), Map.of(MATRIX, matrix)))
        : Optional.empty();
  }

  @Override
  public Call bind(Binding binding) {
    ColumnTiles.Tile[] tiles = matrix.tiles().toArray(ColumnTiles.Tile[]::new);
    long row = binding.input(0).address();
    long columns = binding.input(MATRIX).address();
    long bias = after == After.NOTHING ? 0 : binding.input(BIAS).address();
    long results = binding.result(0).address();
    Workers.Task task = part -> multiply(tiles[part], row, columns, bias, results);
    boolean shared = (long) matrix.depth() * matrix.columns() >= SHARED;
    return new BoundCall(
        binding,
        () -> {
          if (shared) {
            workers.run(tiles.length, task);
          } else {
            for (int part = 0; part < tiles.length; part++) {
              task.run(part);
            }
          }
        });
  }

  private void multiply(ColumnTiles.Tile tile, long row, long columns, long bias, long results) {
    long first = 4L * tile.first();
    long from = columns + (packed ? tile.offset() : first);
    long step = 4L * (packed ? tile.width() : matrix.columns());
    long biasFrom = bias == 0 ? 0 : bias + first;
    if (tile.isWide()) {
      SingleRowTile.five(row, matrix.depth(), from, step, biasFrom, after.floor(), results + first);
    } else {
      SingleRowTile.two(row, matrix.depth(), from, step, biasFrom, after.floor(), results + first);
    }
  }

  @Override
  public String describe() {
    return "one row by %dx%d%s"
        .formatted(matrix.depth(), matrix.columns(), packed ? ", packed" : "");
  }
}
