package dev.ranvier.kernel.vector.pool;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.WorkSplit;
import dev.ranvier.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What arrives at windows, given to the pixels that won.
 *
 * <p>Where windows share no pixel, each writes its own; else each pixel collects from its windows,
 * so no two threads write one pixel and the order of additions is fixed.
 */
public final class MaxPoolGradientKernel implements Kernel {
  private final PoolGeometry geometry;
  private final DType dtype;
  private final Optional<Pooling> vectors;
  private final ArrayPooling arrays;
  private final Workers workers;
  private final WorkSplit split;
  private final int[] firstWindow;
  private final int[] endWindow;

  public MaxPoolGradientKernel(PoolGeometry geometry, DType dtype, LoopForm form, Workers workers) {
    this.geometry = geometry;
    this.dtype = dtype;
    this.workers = workers;
    vectors = Pooling.vectors(form, dtype, geometry.channels());
    arrays = new ArrayPooling(geometry, dtype);
    int rows = geometry.apart() ? geometry.y().size(1) : geometry.x().size(1);
    long written = geometry.x().elements() / geometry.x().size(0) / rows;
    split = WorkSplit.of(geometry.x().size(0) * rows, written);
    firstWindow = new int[geometry.x().size(2)];
    endWindow = new int[firstWindow.length];
    int step = geometry.stride().columns();
    for (int q = 0; q < firstWindow.length; q++) {
      int position = q + geometry.padding().left();
      firstWindow[q] = PoolGeometry.firstReaching(position, geometry.window().columns(), step);
      endWindow[q] = PoolGeometry.endReaching(position, step, geometry.y().size(2));
    }
  }

  @Override
  public Call bind(Binding binding) {
    long winners = binding.input(0).address();
    long upstream = binding.input(1).address();
    MemorySegment x = binding.result(0);
    boolean apart = geometry.apart();
    boolean clears = apart && !geometry.covers();
    Workers.Task task =
        part -> {
          boolean fast = vectors.isPresent() && warmUp().isDone();
          for (int row = split.first(part); row < split.first(part) + split.count(part); row++) {
            if (fast && apart) {
              spreadRow(vectors.get(), row, x.address(), upstream, winners);
            } else if (fast) {
              collectRow(vectors.get(), row, x.address(), upstream, winners);
            } else if (apart) {
              arrays.spreadRow(row, x.address(), upstream, winners);
            } else {
              arrays.collectRow(row, x.address(), upstream, winners);
            }
          }
        };
    return new BoundCall(
        binding,
        () -> {
          if (clears) {
            x.fill((byte) 0);
          }
          if (vectors.isPresent()) {
            warmUp().called();
          }
          split.run(workers, task);
        });
  }

  private PoolingWarmUp warmUp() {
    return geometry.apart() ? PoolingWarmUp.spread(dtype) : PoolingWarmUp.collect(dtype);
  }

  /** All windows of one row of windows. */
  private void spreadRow(Pooling pooling, int unit, long x, long upstream, long winners) {
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
      pooling.spread(
          x + dtype.bytes() * (start + (long) first * channels),
          rowElements,
          endRow - firstRow,
          end - first,
          (firstRow - top) * windowColumns + first - left,
          windowColumns,
          upstream + dtype.bytes() * result,
          winners + 4 * result,
          channels);
    }
  }

  /** All pixels of one row of pixels. */
  private void collectRow(Pooling pooling, int unit, long x, long upstream, long winners) {
    int channels = geometry.channels();
    int width = geometry.x().size(2);
    int results = geometry.y().size(2);
    int windowColumns = geometry.window().columns();
    int strideRows = geometry.stride().rows();
    int strideColumns = geometry.stride().columns();
    int row = unit % geometry.x().size(1) + geometry.padding().top();
    int firstRow = PoolGeometry.firstReaching(row, geometry.window().rows(), strideRows);
    int endRow = PoolGeometry.endReaching(row, strideRows, geometry.y().size(1));
    long rowElements = (long) results * channels;
    long start =
        (long) (unit / geometry.x().size(1) * geometry.y().size(1) + firstRow) * rowElements;
    int rowTap = (row - firstRow * strideRows) * windowColumns;
    for (int q = 0; q < width; q++) {
      int column = q + geometry.padding().left();
      int first = firstWindow[q];
      long window = start + (long) first * channels;
      pooling.collect(
          x + dtype.bytes() * ((long) unit * width + q) * channels,
          upstream + dtype.bytes() * window,
          winners + 4 * window,
          rowElements,
          Math.max(0, endRow - firstRow),
          Math.max(0, endWindow[q] - first),
          rowTap + column - first * strideColumns,
          strideRows * windowColumns,
          strideColumns,
          channels);
    }
  }

  @Override
  public String describe() {
    return "windows "
        + geometry.window()
        + " step "
        + geometry.stride()
        + (geometry.apart() ? ", each writes its pixels" : ", each pixel collects");
  }
}
