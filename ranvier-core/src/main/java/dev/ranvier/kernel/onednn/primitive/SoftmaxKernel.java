package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Softmax of rows by oneDNN, which gives numbers for rows with a NaN or +∞: these rows become NaN
 * afterwards.
 */
public final class SoftmaxKernel implements Kernel {
  private static final int WITHOUT_SIGN = Integer.MAX_VALUE;
  private static final int INFINITY = 0x7F800000;
  private static final int SIGN_BIT = 31;

  private final PrimitiveKernel softmax;
  private final int rows;
  private final int columns;
  private final Optional<GompWorkers> workers;

  public SoftmaxKernel(PrimitiveKernel softmax, int rows, int columns) {
    this.softmax = softmax;
    this.rows = rows;
    this.columns = columns;
    workers = GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();
  }

  @Override
  public long scratchBytes() {
    return softmax.scratchBytes();
  }

  @Override
  public Call bind(Binding binding) {
    MemorySegment x = binding.input(0);
    MemorySegment y = binding.result(0);
    Call own = softmax.bind(binding);
    int parts = Math.min(rows, workers.map(GompWorkers::threads).orElse(1));
    Workers.Task task =
        part -> {
          int first = (int) ((long) part * rows / parts);
          spread(x, y, first, (int) ((part + 1L) * rows / parts));
        };
    Call keepNaN =
        workers.map(team -> (Call) () -> team.run(parts, task)).orElseGet(() -> () -> task.run(0));
    return () -> {
      own.run();
      keepNaN.run();
    };
  }

  /** Makes rows NaN that hold NaN or +∞; a single loop for all tells that there is no such. */
  private void spread(MemorySegment x, MemorySegment y, int first, int end) {
    if (!hasNoSoftmax(x, (long) first * columns, (end - first) * columns)) {
      return;
    }
    for (int row = first; row < end; row++) {
      if (hasNoSoftmax(x, (long) row * columns, columns)) {
        for (int c = 0; c < columns; c++) {
          y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * columns + c, Float.NaN);
        }
      }
    }
  }

  private static boolean hasNoSoftmax(MemorySegment x, long first, int count) {
    MemorySegment part = x.asSlice(Float.BYTES * first, (long) Float.BYTES * count);
    int max = 0;
    for (int i = 0; i < count; i++) {
      int bits = part.get(ValueLayout.JAVA_INT, (long) Float.BYTES * i);
      // One less below zero: −∞, which hides an element, stays below the infinity of the others.
      max = Math.max(max, (bits & WITHOUT_SIGN) - (bits >>> SIGN_BIT));
    }
    return max >= INFINITY;
  }

  @Override
  public String describe() {
    return softmax.describe();
  }
}
