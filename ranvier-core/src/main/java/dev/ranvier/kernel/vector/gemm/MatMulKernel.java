package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.StridedCopy;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * GEMM by tiles, of two matrices or of all that lie side by side in two tensors; right matrices
 * that are given transposed are first transposed in scratch memory. A rectangle of a result is a
 * part of the work.
 */
public final class MatMulKernel implements Kernel {
  private static final int PART_ROWS = 32;
  private static final int PART_COLUMNS = 64;

  private final MatMulOp op;
  private final Gemm gemm;
  private final Workers workers;
  private final int matrices;
  private final int rows;
  private final int depth;
  private final int columns;

  public MatMulKernel(MatMulOp op, Shape a, Shape b, LoopForm form, Workers workers) {
    this.op = op;
    this.workers = workers;
    gemm = Gemm.of(form);
    matrices = a.slice(0, a.rank() - 2).elementCount();
    rows = a.size(op.transposeLeft() ? -1 : -2);
    depth = a.size(op.transposeLeft() ? -2 : -1);
    columns = b.size(op.transposeRight() ? -2 : -1);
  }

  @Override
  public long scratchBytes() {
    return op.transposeRight() ? 4L * matrices * depth * columns : 0;
  }

  @Override
  public Call bind(Binding binding) {
    long a = binding.input(0).address();
    long given = binding.input(1).address();
    long b = op.transposeRight() ? binding.scratch().address() : given;
    long c = binding.result(0).address();
    Runnable transpose =
        op.transposeRight()
            ? new StridedCopy(
                    List.of(
                        new StridedCopy.Axis(
                            matrices, (long) depth * columns, (long) depth * columns),
                        new StridedCopy.Axis(depth, 1, columns),
                        new StridedCopy.Axis(columns, depth, 1)))
                .bind(workers, DType.F32, given, b)
            : () -> {};
    int columnParts = Math.ceilDiv(columns, PART_COLUMNS);
    long work = 2L * Math.min(rows, PART_ROWS) * Math.min(columns, PART_COLUMNS) * depth / 16;
    int parts = Math.ceilDiv(rows, PART_ROWS) * columnParts;
    WorkSplit shares = WorkSplit.of(Math.multiplyExact(matrices, parts), work);
    Workers.Task task =
        part -> {
          for (int i = shares.first(part); i < shares.first(part) + shares.count(part); i++) {
            long matrix = i / parts;
            int rectangle = i % parts;
            multiply(
                a + 4 * matrix * rows * depth,
                b + 4 * matrix * depth * columns,
                c + 4 * matrix * rows * columns,
                rectangle / columnParts * PART_ROWS,
                rectangle % columnParts * PART_COLUMNS);
          }
        };
    return new BoundCall(
        binding,
        () -> {
          transpose.run();
          shares.run(workers, task);
        });
  }

  private void multiply(long a, long b, long c, int firstRow, int firstColumn) {
    long aRow = op.transposeLeft() ? 4 : 4L * depth;
    long aColumn = op.transposeLeft() ? 4L * rows : 4;
    long row = 4L * columns;
    int someRows = Math.min(PART_ROWS, rows - firstRow);
    int someColumns = Math.min(PART_COLUMNS, columns - firstColumn);
    long to = c + firstRow * row + 4L * firstColumn;
    for (int i = 0; i < someRows; i++) {
      ScalarAccess.fill(to + i * row, someColumns, 0);
    }
    for (int k = 0; k < depth; k += Gemm.DEPTH) {
      gemm.multiplyAdd(
          a + firstRow * aRow + k * aColumn,
          aRow,
          aColumn,
          b + k * row + 4L * firstColumn,
          row,
          to,
          row,
          someRows,
          someColumns,
          Math.min(Gemm.DEPTH, depth - k));
    }
  }

  @Override
  public String describe() {
    String sizes = String.format("tiles, %dx%dx%d", rows, depth, columns);
    return matrices == 1 ? sizes : sizes + ", " + matrices + " times";
  }
}
