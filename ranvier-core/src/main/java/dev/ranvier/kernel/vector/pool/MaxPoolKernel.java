package dev.ranvier.kernel.vector.pool;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.tensor.DType;
import java.util.Optional;

/** The maximum under each window and which tap it was; a row of windows is a unit of work. */
public final class MaxPoolKernel implements Kernel {
  private final PoolGeometry geometry;
  private final DType dtype;
  private final Optional<Pooling> vectors;
  private final ArrayPooling arrays;
  private final Workers workers;
  private final WorkSplit split;

  public MaxPoolKernel(PoolGeometry geometry, DType dtype, LoopForm form, Workers workers) {
    this.geometry = geometry;
    this.dtype = dtype;
    this.workers = workers;
    vectors = Pooling.vectors(form, dtype, geometry.channels());
    arrays = new ArrayPooling(geometry, dtype);
    long read = (long) geometry.window().rows() * geometry.x().size(2) * geometry.channels();
    split = WorkSplit.of(geometry.y().size(0) * geometry.y().size(1), read);
  }

  @Override
  public Call bind(Binding binding) {
    long x = binding.input(0).address();
    long y = binding.result(0).address();
    boolean keeps = binding.results().size() > 1;
    long winners = keeps ? binding.result(1).address() : Pooling.NOWHERE;
    int winnerBytes = keeps ? Integer.BYTES : 0;
    Workers.Task task =
        part -> {
          boolean fast = vectors.isPresent() && PoolingWarmUp.max(dtype).isDone();
          for (int row = split.first(part); row < split.first(part) + split.count(part); row++) {
            if (fast) {
              poolRow(vectors.get(), row, x, y, winners, winnerBytes);
            } else {
              arrays.maxRow(row, x, y, winners);
            }
          }
        };
    return new BoundCall(
        binding,
        () -> {
          if (vectors.isPresent()) {
            PoolingWarmUp.max(dtype).called();
          }
          split.run(workers, task);
        });
  }

  /**
   * All windows of one row.
   *
   * @param winnerBytes the bytes of a winner's number; 0 where none is wanted, without a branch
   */
  private void poolRow(Pooling pooling, int unit, long x, long y, long winners, int winnerBytes) {
    int channels = geometry.channels();
    int height = geometry.x().size(1);
    int width = geometry.x().size(2);
    int results = geometry.y().size(2);
    int windowColumns = geometry.window().columns();
    int image = unit / geometry.y().size(1);
    int top = geometry.top(unit % geometry.y().size(1));
    int firstRow = Math.max(top, 0);
    int endRow = Math.min(top + geometry.window().rows(), height);
    long rowElements = (long) width * channels;
    long start = (image * (long) height + firstRow) * rowElements;
    for (int j = 0; j < results; j++) {
      int left = geometry.left(j);
      int first = Math.max(left, 0);
      int end = Math.min(left + windowColumns, width);
      long result = ((long) unit * results + j) * channels;
      pooling.max(
          x + dtype.bytes() * (start + (long) first * channels),
          rowElements,
          endRow - firstRow,
          end - first,
          (firstRow - top) * windowColumns + first - left,
          windowColumns,
          y + dtype.bytes() * result,
          winners + winnerBytes * result,
          channels);
    }
  }

  @Override
  public String describe() {
    return "windows " + geometry.window() + " step " + geometry.stride();
  }
}
