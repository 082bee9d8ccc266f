package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GEMV: a single row times a matrix, with bias and ReLU as epilogue: a prediction for one example,
 * a step of training with batches of one.
 *
 * <p>Every number of the matrix is used once, so the time is that of reading it. Where the matrix
 * lasts, its tiles are packed and read from end to end, some by each thread; where it changes,
 * threads share its rows.
 */
public final class GemvKernel implements Kernel {
  private static final int MATRIX = 1;
  private static final int BIAS = 2;

  /** Numbers of a matrix that take one thread longer than waking another. */
  private static final long SHARED = 1 << 16;

  /** Parts of the row that threads share, however many they are. */
  private static final int DEPTH_PARTS = 4;

  private final PackedColumns matrix;
  private final boolean packed;
  private final Epilogue epilogue;
  private final Workers workers;

  GemvKernel(PackedColumns matrix, Epilogue epilogue, Workers workers) {
    this(matrix, false, epilogue, workers);
  }

  private GemvKernel(PackedColumns matrix, boolean packed, Epilogue epilogue, Workers workers) {
    this.matrix = matrix;
    this.packed = packed;
    this.epilogue = epilogue;
    this.workers = workers;
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> frozen) {
    return frozen.contains(MATRIX)
        ? Optional.of(
            new PackedKernel(
                new GemvKernel(matrix, true, epilogue, workers), Map.of(MATRIX, matrix)))
        : Optional.empty();
  }

  /** Sums over parts of the row, where threads share those. */
  @Override
  public long scratchBytes() {
    return isCutByDepth() ? 4L * DEPTH_PARTS * matrix.columns() : 0;
  }

  private boolean isShared() {
    return (long) matrix.depth() * matrix.columns() >= SHARED;
  }

  private boolean isCutByDepth() {
    return !packed && isShared();
  }

  /** Where the buffers are; a bias at 0 is none. */
  private record Data(long row, long matrix, long bias, long results, long scratch) {}

  @Override
  public Call bind(Binding binding) {
    PackedColumns.Tile[] tiles = matrix.tiles().toArray(PackedColumns.Tile[]::new);
    Data data =
        new Data(
            binding.input(0).address(),
            binding.input(MATRIX).address(),
            epilogue == Epilogue.NOTHING ? 0 : binding.input(BIAS).address(),
            binding.result(0).address(),
            binding.scratch().address());
    return new BoundCall(binding, isCutByDepth() ? byDepth(tiles, data) : byColumns(tiles, data));
  }

  /**
   * What changes the matrix between two runs cuts it by rows: so each thread reads the rows that it
   * wrote, and cores may be far from each other.
   */
  private Runnable byDepth(PackedColumns.Tile[] tiles, Data data) {
    long step = 4L * matrix.columns();
    Workers.Task task =
        part -> {
          int first = (int) ((long) part * matrix.depth() / DEPTH_PARTS);
          int depth = (int) ((part + 1L) * matrix.depth() / DEPTH_PARTS) - first;
          for (PackedColumns.Tile tile : tiles) {
            long from = data.matrix + first * step + 4L * tile.first();
            long to = data.scratch + part * step + 4L * tile.first();
            multiply(tile, data.row + 4L * first, depth, from, step, 0, to);
          }
        };
    return () -> {
      workers.run(DEPTH_PARTS, task);
      addParts(data.scratch, data.bias, data.results);
    };
  }

  private void addParts(long sums, long bias, long results) {
    for (int column = 0; column < matrix.columns(); column++) {
      float sum = 0;
      for (int part = 0; part < DEPTH_PARTS; part++) {
        sum += ScalarAccess.getFloat(sums + 4L * (part * matrix.columns() + column));
      }
      boolean biased = bias != 0;
      ScalarAccess.setFloat(
          results + 4L * column,
          biased
              ? Math.max(epilogue.floor(), sum + ScalarAccess.getFloat(bias + 4L * column))
              : sum);
    }
  }

  private Runnable byColumns(PackedColumns.Tile[] tiles, Data data) {
    Workers.Task task =
        part -> {
          PackedColumns.Tile tile = tiles[part];
          long first = 4L * tile.first();
          long from = data.matrix + (packed ? tile.offset() : first);
          long step = 4L * (packed ? tile.width() : matrix.columns());
          long bias = data.bias == 0 ? 0 : data.bias + first;
          multiply(tile, data.row, matrix.depth(), from, step, bias, data.results + first);
        };
    boolean shared = isShared();
    return () -> {
      if (shared) {
        workers.run(tiles.length, task);
      } else {
        for (int part = 0; part < tiles.length; part++) {
          task.run(part);
        }
      }
    };
  }

  private void multiply(
      PackedColumns.Tile tile, long row, int depth, long from, long step, long bias, long to) {
    if (tile.isWide()) {
      GemvMicroKernel.five(row, depth, from, step, bias, epilogue.floor(), to);
    } else {
      GemvMicroKernel.two(row, depth, from, step, bias, epilogue.floor(), to);
    }
  }

  @Override
  public String describe() {
    return "one row by %dx%d%s"
        .formatted(matrix.depth(), matrix.columns(), packed ? ", packed" : "");
  }
}
