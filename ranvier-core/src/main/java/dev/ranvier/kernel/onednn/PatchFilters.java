package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Packing;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.TurnedMatrix;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Filters as a product with {@link Patches} wants them: a bf16 matrix, for the gradient by the
 * images with windows turned by half a turn, and channels and filters swapped.
 *
 * <p>Formula: f[(i, j, c), o] = w[i, j, c, o]; turned f[(i, j, o), c] = w[rows − 1 − i, columns − 1
 * − j, c, o]. Shape of w: [rows, columns, C, O].
 *
 * @param filters the type of w
 * @param turned which of the two
 */
record PatchFilters(TensorType filters, boolean turned) implements Packing {
  TensorType type() {
    int cells = cells();
    Shape cell = cell().shape();
    return new TensorType(DType.BF16, Shape.of(cells * cell.size(0), cell.size(1)));
  }

  /** One place of the window: [C, O], or turned [O, C]. */
  private TensorType cell() {
    int channels = filters.shape().size(2);
    int results = filters.shape().size(3);
    return new TensorType(
        DType.BF16, turned ? Shape.of(results, channels) : Shape.of(channels, results));
  }

  private int cells() {
    return filters.shape().size(0) * filters.shape().size(1);
  }

  @Override
  public long bytes() {
    return type().bytes();
  }

  /** By the calling thread alone, as all that is packed. */
  @Override
  public Kernel.Call bind(MemorySegment plain, MemorySegment packed) {
    return GompWorkers.alone(() -> call(plain, packed));
  }

  /** By all threads, unless this is made where kernels stay on the calling one. */
  Kernel.Call call(MemorySegment plain, MemorySegment matrix) {
    List<BoundPrimitive> copies = new ArrayList<>();
    if (!turned) {
      TensorType given = filters.withShape(type().shape());
      copies.add(
          ReorderPrimitives.bound(
              Layouts.rowMajor(given), plain, Layouts.rowMajor(type()), matrix));
      return new PrimitiveCall(copies, GompWorkers.isAlone());
    }
    TensorType cell = cell();
    int channels = cell.shape().size(1);
    int results = cell.shape().size(0);
    if (TurnedMatrix.isPossible(channels, results)) {
      return turn(new TurnedMatrix(channels, results), plain, matrix);
    }
    TensorType given = filters.withShape(Shape.of(cell.shape().size(1), cell.shape().size(0)));
    int cells = cells();
    for (int i = 0; i < cells; i++) {
      copies.add(
          ReorderPrimitives.bound(
              Layouts.matrix(given, true),
              plain.asSlice(i * given.bytes(), given.bytes()),
              Layouts.rowMajor(cell),
              matrix.asSlice((cells - 1 - i) * cell.bytes(), cell.bytes())));
    }
    return new PrimitiveCall(copies, GompWorkers.isAlone());
  }

  private Kernel.Call turn(TurnedMatrix turning, MemorySegment plain, MemorySegment matrix) {
    int cells = cells();
    long to = cell().bytes();
    long from = filters.bytes() / cells;
    TurnedMatrix.Writer[] writers = new TurnedMatrix.Writer[cells];
    Arrays.setAll(writers, i -> turning.writer());
    Workers.Task turn =
        i -> writers[i].write(plain.address() + i * from, matrix.address() + (cells - 1 - i) * to);
    if (GompWorkers.isAlone() || GompWorkers.find().isEmpty()) {
      return () -> {
        for (int i = 0; i < cells; i++) {
          turn.run(i);
        }
      };
    }
    GompWorkers workers = GompWorkers.find().get();
    return () -> workers.run(cells, turn);
  }
}
