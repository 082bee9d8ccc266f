package dev.ranvier.kernel.vector.pool;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.loop.Reductions;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;

/**
 * The means under windows, or the gradient of that: each pixel's sum of the shares that its windows
 * give it. Neighbouring pixels of a row, and neighbouring windows, are rows of channels to be
 * added.
 */
public final class AveragePoolKernel implements Kernel {
  private final boolean gradient;
  private final PoolGeometry geometry;
  private final boolean countPadding;
  private final Reductions reductions;
  private final Workers workers;

  public AveragePoolKernel(
      boolean gradient,
      PoolGeometry geometry,
      boolean countPadding,
      LoopForm form,
      Workers workers) {
    this.gradient = gradient;
    this.geometry = geometry;
    this.countPadding = countPadding;
    this.workers = workers;
    reductions = form.reductions();
  }

  /** The gradient scales what arrives before it is handed out. */
  @Override
  public long scratchBytes() {
    return gradient ? 4 * geometry.y().elements() : 0;
  }

  @Override
  public Call bind(Binding binding) {
    long from = binding.input(0).address();
    long to = binding.result(0).address();
    long scaled = binding.scratch().address();
    int images = geometry.x().size(0);
    if (!gradient) {
      Workers.Task means = image -> means(image, from, to);
      return new BoundCall(binding, () -> workers.run(images, means));
    }
    Workers.Task spread = image -> spread(image, from, scaled, to);
    return new BoundCall(binding, () -> workers.run(images, spread));
  }

  private void means(int image, long x, long y) {
    int channels = geometry.channels();
    int height = geometry.x().size(1);
    int width = geometry.x().size(2);
    for (int i = 0; i < geometry.y().size(1); i++) {
      int firstRow = Math.max(geometry.top(i), 0);
      int endRow = Math.min(geometry.top(i) + geometry.window().rows(), height);
      for (int j = 0; j < geometry.y().size(2); j++) {
        int first = Math.max(geometry.left(j), 0);
        int end = Math.min(geometry.left(j) + geometry.window().columns(), width);
        long mean = y + 4 * window(image, i, j);
        ScalarAccess.fill(mean, channels, 0);
        for (int row = firstRow; row < endRow; row++) {
          long pixels = ((long) image * height + row) * width + first;
          reductions.addRows(mean, x + 4 * pixels * channels, end - first, channels);
        }
        reductions.scale(mean, channels, 1f / taps(i, j));
      }
    }
  }

  private void spread(int image, long upstream, long scaled, long x) {
    int channels = geometry.channels();
    int height = geometry.x().size(1);
    int width = geometry.x().size(2);
    int windowRows = geometry.y().size(1);
    int windowColumns = geometry.y().size(2);
    for (int i = 0; i < windowRows; i++) {
      for (int j = 0; j < windowColumns; j++) {
        long scaledMean = scaled + 4 * window(image, i, j);
        ScalarAccess.copy(upstream + 4 * window(image, i, j), scaledMean, channels);
        reductions.scale(scaledMean, channels, 1f / taps(i, j));
      }
    }
    for (int r = 0; r < height; r++) {
      int row = r + geometry.padding().top();
      int stepRows = geometry.stride().rows();
      int firstRow = PoolGeometry.firstReaching(row, geometry.window().rows(), stepRows);
      int endRow = PoolGeometry.endReaching(row, stepRows, windowRows);
      for (int q = 0; q < width; q++) {
        int column = q + geometry.padding().left();
        int stepColumns = geometry.stride().columns();
        int first = PoolGeometry.firstReaching(column, geometry.window().columns(), stepColumns);
        int end = PoolGeometry.endReaching(column, stepColumns, windowColumns);
        long pixel = x + 4 * (((long) image * height + r) * width + q) * channels;
        ScalarAccess.fill(pixel, channels, 0);
        for (int i = firstRow; i < endRow; i++) {
          long spread = scaled + 4 * window(image, i, first);
          reductions.addRows(pixel, spread, Math.max(0, end - first), channels);
        }
      }
    }
  }

  private long window(int image, int i, int j) {
    long number = ((long) image * geometry.y().size(1) + i) * geometry.y().size(2) + j;
    return number * geometry.channels();
  }

  /** How many taps a window averages. */
  private int taps(int i, int j) {
    int windowRows = geometry.window().rows();
    int windowColumns = geometry.window().columns();
    if (countPadding) {
      return windowRows * windowColumns;
    }
    int rows =
        Math.min(geometry.top(i) + windowRows, geometry.x().size(1)) - Math.max(geometry.top(i), 0);
    int columns =
        Math.min(geometry.left(j) + windowColumns, geometry.x().size(2))
            - Math.max(geometry.left(j), 0);
    return rows * columns;
  }

  @Override
  public String describe() {
    return "windows " + geometry.window() + " step " + geometry.stride();
  }
}
