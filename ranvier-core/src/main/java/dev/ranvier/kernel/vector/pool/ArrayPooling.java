package dev.ranvier.kernel.vector.pool;

import dev.ranvier.kernel.vector.loop.BlockOperations;
import dev.ranvier.kernel.vector.memory.AllMemory;
import dev.ranvier.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Rows of pooling on short arrays of the Java heap, with the same bits as {@link VectorPooling}.
 *
 * <p>These plain loops are near their speed from the first call, when a vector operation still
 * takes a thousand times as long as it will in the end. Each thread has arrays of its own, made
 * when it first comes.
 */
public final class ArrayPooling {
  private final PoolGeometry geometry;
  private final DType dtype;
  private final ThreadLocal<Rows> arrays;

  ArrayPooling(PoolGeometry geometry, DType dtype) {
    this.geometry = geometry;
    this.dtype = dtype;
    int windows = geometry.y().size(2) * geometry.channels();
    int pixels = geometry.x().size(2) * geometry.channels();
    // The most rows of pixels that a window lies on, and of windows that a pixel lies under.
    int pixelRows = Math.min(geometry.window().rows(), geometry.x().size(1));
    int windowRows =
        Math.min(
            Math.ceilDiv(geometry.window().rows(), geometry.stride().rows()), geometry.y().size(1));
    arrays =
        ThreadLocal.withInitial(
            () ->
                new Rows(Math.max(pixelRows * pixels, windowRows * windows), dtype == DType.BF16));
  }

  /** What one row needs, whichever of the three it is. */
  private record Rows(float[] floats, int[] ints, float[] results, int[] numbers, short[] narrow) {
    Rows(int size, boolean narrows) {
      this(
          new float[size],
          new int[size],
          new float[size],
          new int[size],
          new short[narrows ? size : 0]);
    }
  }

  /** The maximum under each window of a row and which tap it was. */
  void maxRow(int unit, long x, long y, long winners) {
    Rows own = arrays.get();
    int channels = geometry.channels();
    int width = geometry.x().size(2);
    int results = geometry.y().size(2);
    int windowColumns = geometry.window().columns();
    int image = unit / geometry.y().size(1);
    int top = geometry.top(unit % geometry.y().size(1));
    int firstRow = Math.max(top, 0);
    int rows = Math.min(top + geometry.window().rows(), geometry.x().size(1)) - firstRow;
    long start = (image * (long) geometry.x().size(1) + firstRow) * width * channels;
    read(x, start, own, rows * width * channels);
    for (int j = 0; j < results; j++) {
      int left = geometry.left(j);
      int first = Math.max(left, 0);
      int end = Math.min(left + windowColumns, width);
      int tap = (firstRow - top) * windowColumns - left;
      System.arraycopy(own.floats, first * channels, own.results, j * channels, channels);
      Arrays.fill(own.numbers, j * channels, (j + 1) * channels, tap + first);
      for (int row = 0; row < rows; row++) {
        for (int column = first; column < end; column++) {
          int from = (row * width + column) * channels;
          int number = tap + row * windowColumns + column;
          greater(own.floats, from, number, own.results, own.numbers, j * channels, channels);
        }
      }
    }
    long offset = (long) unit * results * channels;
    write(own, y, offset, results * channels);
    if (winners != Pooling.NOWHERE) {
      write(own.numbers, winners, offset, results * channels);
    }
  }

  private static void greater(
      float[] values, int from, int number, float[] best, int[] winners, int to, int count) {
    for (int c = 0; c < count; c++) {
      float value = values[from + c];
      if (value > best[to + c] || Float.isNaN(value)) {
        best[to + c] = value;
        winners[to + c] = number;
      }
    }
  }

  /** What arrives at one row of windows that share no pixels, given to the pixels that won. */
  void spreadRow(int unit, long x, long upstream, long winners) {
    Rows own = arrays.get();
    int channels = geometry.channels();
    int width = geometry.x().size(2);
    int results = geometry.y().size(2);
    int windowColumns = geometry.window().columns();
    int image = unit / geometry.y().size(1);
    int top = geometry.top(unit % geometry.y().size(1));
    int firstRow = Math.max(top, 0);
    int rows = Math.min(top + geometry.window().rows(), geometry.x().size(1)) - firstRow;
    long offset = (long) unit * results * channels;
    read(upstream, offset, own, results * channels);
    read(winners, offset, own.ints, results * channels);
    Arrays.fill(own.results, 0, rows * width * channels, 0);
    for (int j = 0; j < results; j++) {
      int left = geometry.left(j);
      int first = Math.max(left, 0);
      int end = Math.min(left + windowColumns, width);
      int tap = (firstRow - top) * windowColumns - left;
      for (int row = 0; row < rows; row++) {
        for (int column = first; column < end; column++) {
          int to = (row * width + column) * channels;
          int number = tap + row * windowColumns + column;
          give(own.floats, own.ints, j * channels, number, own.results, to, channels);
        }
      }
    }
    long start = (image * (long) geometry.x().size(1) + firstRow) * width * channels;
    write(own, x, start, rows * width * channels);
  }

  private static void give(
      float[] upstream, int[] winners, int from, int number, float[] pixels, int to, int count) {
    for (int c = 0; c < count; c++) {
      if (winners[from + c] == number) {
        pixels[to + c] = upstream[from + c] + 0f; // -0 becomes 0, as in every sum
      }
    }
  }

  /** For one row of pixels, what arrives at the windows that each of them won. */
  void collectRow(int unit, long x, long upstream, long winners) {
    Rows own = arrays.get();
    int channels = geometry.channels();
    int width = geometry.x().size(2);
    int results = geometry.y().size(2);
    int windowColumns = geometry.window().columns();
    int row = unit % geometry.x().size(1) + geometry.padding().top();
    int step = geometry.stride().rows();
    int firstRow = PoolGeometry.firstReaching(row, geometry.window().rows(), step);
    int endRow = PoolGeometry.endReaching(row, step, geometry.y().size(1));
    int rows = Math.max(0, endRow - firstRow);
    int image = unit / geometry.x().size(1);
    long start = (image * (long) geometry.y().size(1) + firstRow) * results * channels;
    read(upstream, start, own, rows * results * channels);
    read(winners, start, own.ints, rows * results * channels);
    Arrays.fill(own.results, 0, width * channels, 0);
    for (int q = 0; q < width; q++) {
      int position = q + geometry.padding().left();
      int first = PoolGeometry.firstReaching(position, windowColumns, geometry.stride().columns());
      int end = PoolGeometry.endReaching(position, geometry.stride().columns(), results);
      for (int r = 0; r < rows; r++) {
        int tap = (row - (firstRow + r) * step) * windowColumns + position;
        for (int j = first; j < end; j++) {
          int from = (r * results + j) * channels;
          int number = tap - j * geometry.stride().columns();
          add(own.floats, own.ints, from, number, own.results, q * channels, channels);
        }
      }
    }
    write(own, x, (long) unit * width * channels, width * channels);
  }

  private static void add(
      float[] upstream, int[] winners, int from, int number, float[] sums, int to, int count) {
    for (int c = 0; c < count; c++) {
      sums[to + c] += winners[from + c] == number ? upstream[from + c] : 0;
    }
  }

  private void read(long address, long first, Rows own, int count) {
    if (dtype == DType.BF16) {
      MemorySegment.copy(
          AllMemory.ALL,
          ValueLayout.JAVA_SHORT_UNALIGNED,
          address + 2 * first,
          own.narrow,
          0,
          count);
      BlockOperations.fromBfloat(own.floats, own.narrow, count);
    } else {
      MemorySegment.copy(
          AllMemory.ALL,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          address + 4 * first,
          own.floats,
          0,
          count);
    }
  }

  private static void read(long address, long first, int[] to, int count) {
    MemorySegment.copy(
        AllMemory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address + 4 * first, to, 0, count);
  }

  private void write(Rows own, long address, long first, int count) {
    if (dtype == DType.BF16) {
      BlockOperations.toBfloat(own.ints, own.results, count);
      BlockOperations.narrow(own.narrow, own.ints, count);
      MemorySegment.copy(
          own.narrow,
          0,
          AllMemory.ALL,
          ValueLayout.JAVA_SHORT_UNALIGNED,
          address + 2 * first,
          count);
    } else {
      MemorySegment.copy(
          own.results,
          0,
          AllMemory.ALL,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          address + 4 * first,
          count);
    }
  }

  private static void write(int[] from, long address, long first, int count) {
    MemorySegment.copy(
        from, 0, AllMemory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address + 4 * first, count);
  }
}
