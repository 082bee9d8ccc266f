package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.memory.StridedCopy;
import dev.ranvier.tensor.DType;
import java.util.List;
import java.util.Locale;

/**
 * Convolutions and their gradients as one GEMM of a row of pixels for each kernel tap.
 *
 * <p>For one row of results and one kernel tap, results += pixels · weights, where the pixels are a
 * matrix that steps by the stride. Results and image gradients are computed image by image, filter
 * gradients tap by tap, so no two threads add to one element.
 */
public final class ConvolutionKernel implements Kernel {
  /** What is computed from the other two of images, filter and results. */
  public enum Wanted {
    FORWARD,
    BACKWARD_DATA,
    BACKWARD_WEIGHTS
  }

  private static final int PART_CHANNELS = 16;

  private final Wanted wanted;
  private final ConvolutionGeometry geometry;
  private final Gemm gemm;
  private final Workers workers;

  public ConvolutionKernel(
      Wanted wanted, ConvolutionGeometry geometry, LoopForm form, Workers workers) {
    this.wanted = wanted;
    this.geometry = geometry;
    this.workers = workers;
    gemm = Gemm.of(form);
  }

  /** The filter with channels and filters exchanged, for backward-data. */
  @Override
  public long scratchBytes() {
    return wanted == Wanted.BACKWARD_DATA ? 4 * geometry.filter().elements() : 0;
  }

  @Override
  public Call bind(Binding binding) {
    long first = binding.input(0).address();
    long second = binding.input(1).address();
    long result = binding.result(0).address();
    return new BoundCall(
        binding,
        switch (wanted) {
          case FORWARD -> overImages(image -> results(image, first, second, result));
          case BACKWARD_DATA -> {
            long transposed = binding.scratch().address();
            Runnable transpose = transposition().bind(workers, DType.F32, second, transposed);
            Runnable rest = overImages(image -> images(image, first, transposed, result));
            yield () -> {
              transpose.run();
              rest.run();
            };
          }
          case BACKWARD_WEIGHTS -> overTaps(first, second, result);
        });
  }

  private Runnable overImages(Workers.Task oneImage) {
    return () -> workers.run(geometry.images(), oneImage);
  }

  private StridedCopy transposition() {
    int depth = geometry.depth();
    int filters = geometry.filter().size(3);
    return new StridedCopy(
        List.of(
            new StridedCopy.Axis(geometry.taps(), (long) depth * filters, (long) depth * filters),
            new StridedCopy.Axis(filters, 1, depth),
            new StridedCopy.Axis(depth, filters, 1)));
  }

  private void results(int image, long x, long w, long y) {
    int width = geometry.width();
    int filters = geometry.filter().size(3);
    int resultRows = geometry.y().size(1);
    int pixels = resultRows * geometry.y().size(2);
    ScalarAccess.fill(y + 4L * image * pixels * filters, pixels * filters, 0);
    for (int row = 0; row < resultRows; row++) {
      for (int tap = 0; tap < geometry.taps(); tap++) {
        for (int group = 0; group < geometry.groups(); group++) {
          long weights = w + 4L * (tap * geometry.depth() * filters + group * width);
          int from = geometry.firstColumn(tap);
          int count = geometry.endColumn(tap) - from;
          if (geometry.hasImageRow(geometry.imageRow(row, tap)) && count > 0) {
            multiply(
                pixel(x, image, row, from, tap, group),
                pixelStep(),
                weights,
                4L * filters,
                result(y, image, row, from, group),
                4L * filters,
                count,
                width,
                geometry.depth());
          }
        }
      }
    }
  }

  private void images(int image, long y, long transposed, long x) {
    int width = geometry.width();
    int filters = geometry.filter().size(3);
    int channels = geometry.x().size(3);
    int pixels = geometry.x().size(1) * geometry.x().size(2);
    ScalarAccess.fill(x + 4L * image * pixels * channels, pixels * channels, 0);
    for (int row = 0; row < geometry.y().size(1); row++) {
      for (int tap = 0; tap < geometry.taps(); tap++) {
        for (int group = 0; group < geometry.groups(); group++) {
          int from = geometry.firstColumn(tap);
          int count = geometry.endColumn(tap) - from;
          if (geometry.hasImageRow(geometry.imageRow(row, tap)) && count > 0) {
            multiply(
                result(y, image, row, from, group),
                4L * filters,
                transposed + 4L * (tap * filters + group * width) * geometry.depth(),
                4L * geometry.depth(),
                pixel(x, image, row, from, tap, group),
                pixelStep(),
                count,
                geometry.depth(),
                width);
          }
        }
      }
    }
  }

  private Runnable overTaps(long x, long y, long w) {
    int depth = geometry.depth();
    int channelParts = Math.ceilDiv(depth, PART_CHANNELS);
    int units = geometry.taps() * geometry.groups() * channelParts;
    Workers.Task task =
        unit -> {
          int first = unit % channelParts * PART_CHANNELS;
          int group = unit / channelParts % geometry.groups();
          int tap = unit / (channelParts * geometry.groups());
          filter(tap, group, first, Math.min(PART_CHANNELS, depth - first), x, y, w);
        };
    return () -> workers.run(units, task);
  }

  private void filter(
      int tap, int group, int firstChannel, int someChannels, long x, long y, long w) {
    int width = geometry.width();
    int filters = geometry.filter().size(3);
    long row0 = tap * geometry.depth() + firstChannel;
    long weights = w + 4L * (row0 * filters + group * width);
    for (int c = 0; c < someChannels; c++) {
      ScalarAccess.fill(weights + 4L * c * filters, width, 0);
    }
    int from = geometry.firstColumn(tap);
    int count = geometry.endColumn(tap) - from;
    for (int image = 0; image < geometry.images() && count > 0; image++) {
      for (int row = 0; row < geometry.y().size(1); row++) {
        if (geometry.hasImageRow(geometry.imageRow(row, tap))) {
          // Pixels transposed times results: sums over the columns of the row.
          gemm.multiplyAdd(
              pixel(x, image, row, from, tap, group) + 4L * firstChannel,
              4,
              pixelStep(),
              result(y, image, row, from, group),
              4L * filters,
              weights,
              4L * filters,
              someChannels,
              width,
              count);
        }
      }
    }
  }

  private void multiply(
      long a, long aRow, long b, long bRow, long c, long cRow, int rows, int columns, int depth) {
    for (int k = 0; k < depth; k += Gemm.DEPTH) {
      int some = Math.min(Gemm.DEPTH, depth - k);
      gemm.multiplyAdd(a + 4L * k, aRow, 4, b + k * bRow, bRow, c, cRow, rows, columns, some);
    }
  }

  /** The pixel that a tap sees from a result, at the first channel of a group. */
  private long pixel(long x, int image, int row, int column, int tap, int group) {
    int imageRow = geometry.imageRow(row, tap);
    int imageColumn = geometry.imageColumn(column, tap);
    long start = ConvolutionGeometry.pixel(geometry.x(), image, imageRow, imageColumn);
    return x + 4 * (start + (long) group * geometry.depth());
  }

  private long result(long y, int image, int row, int column, int group) {
    long start = ConvolutionGeometry.pixel(geometry.y(), image, row, column);
    return y + 4 * (start + (long) group * geometry.width());
  }

  private long pixelStep() {
    return 4L * geometry.window().stride().columns() * geometry.x().size(3);
  }

  @Override
  public String describe() {
    return "GEMM by kernel taps, "
        + geometry.filter()
        + " to "
        + wanted.name().toLowerCase(Locale.ROOT);
  }
}
