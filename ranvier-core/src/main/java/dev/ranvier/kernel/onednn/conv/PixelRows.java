package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Tap;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.lang.foreign.MemorySegment;

/**
 * Pixels of images as the rows of a matrix: one for every point of a grid, all shifted from it by
 * the same number of rows and columns.
 *
 * <p>Formula: m[(n, r, q), c] = x[n, r·s + down, q·s + right, c], or 0 beyond the image. Shapes: x
 * [N, H, W, C], m [N·H'·W', C].
 *
 * @param images the shape of x
 * @param dtype what x and m consist of
 * @param step s, by rows and by columns
 * @param grid H' and W'
 */
public record PixelRows(Shape images, DType dtype, Pair step, Pair grid) {
  /** Whether every pixel is on the grid: unshifted, the matrix is the images. */
  boolean isWhole() {
    return step.equals(Pair.ONE) && grid.equals(new Pair(images.size(1), images.size(2)));
  }

  /** Grid points of one image. */
  int count() {
    return grid.rows() * grid.columns();
  }

  long pixelBytes() {
    return (long) images.size(3) * dtype.bytes();
  }

  long imageBytes() {
    return images.size(1) * images.size(2) * pixelBytes();
  }

  PixelRows withDType(DType other) {
    return new PixelRows(images, other, step, grid);
  }

  /** As many zeros as {@link #gather} copies at once. */
  MemorySegment zeros() {
    return MemorySegment.ofArray(new byte[Math.toIntExact(grid.columns() * pixelBytes())]);
  }

  /**
   * Where rows go.
   *
   * @param start where the first row begins in the matrix, in bytes
   * @param pitch bytes between the starts of two rows
   */
  record Rows(MemorySegment matrix, long start, long pitch) {}

  /**
   * Copies pixels of some images into rows.
   *
   * @param first the first image
   * @param number how many
   * @param tap what shifts the pixels from the grid
   */
  void gather(MemorySegment x, int first, int number, Tap tap, Rows to, MemorySegment zeros) {
    MemorySegment matrix = to.matrix;
    long pitch = to.pitch;
    int right = tap.right();
    int begin = Math.clamp(Math.ceilDiv(-right, step.columns()), 0, grid.columns());
    int end =
        Math.clamp(Math.ceilDiv(images.size(2) - right, step.columns()), begin, grid.columns());
    long row = to.start;
    for (int n = first; n < first + number; n++) {
      for (int r = 0; r < grid.rows(); r++) {
        int line = r * step.rows() + tap.down();
        boolean inside = line >= 0 && line < images.size(1);
        int from = inside ? begin : grid.columns();
        int until = inside ? end : grid.columns();
        copy(zeros, 0, 0, matrix, row, pitch, from);
        copy(
            x,
            pixel(n, line, from * step.columns() + right),
            step.columns() * pixelBytes(),
            matrix,
            row + from * pitch,
            pitch,
            until - from);
        copy(zeros, 0, 0, matrix, row + until * pitch, pitch, grid.columns() - until);
        row += grid.columns() * pitch;
      }
    }
  }

  /** Copies rows to the pixels of some images; the opposite of {@link #gather}. */
  void scatter(MemorySegment matrix, MemorySegment x, int first, int number, int down, int right) {
    long pixels = step.columns() * pixelBytes();
    long row = 0;
    for (int n = first; n < first + number; n++) {
      for (int r = 0; r < grid.rows(); r++) {
        long to = pixel(n, r * step.rows() + down, right);
        copy(matrix, row, pixelBytes(), x, to, pixels, grid.columns());
        row += grid.columns() * pixelBytes();
      }
    }
  }

  private long pixel(int image, int row, int column) {
    return (((long) image * images.size(1) + row) * images.size(2) + column) * pixelBytes();
  }

  /** Copies pixels that lie {@code fromPitch} bytes apart, or the same one again and again. */
  private void copy(
      MemorySegment source,
      long from,
      long fromPitch,
      MemorySegment target,
      long to,
      long toPitch,
      int pixels) {
    if (pixels == 0) {
      return; // from beyond the image, perhaps
    }
    if (toPitch == pixelBytes() && (fromPitch == toPitch || fromPitch == 0)) {
      MemorySegment.copy(source, from, target, to, pixels * pixelBytes());
      return;
    }
    for (int i = 0; i < pixels; i++) {
      MemorySegment.copy(source, from + i * fromPitch, target, to + i * toPitch, pixelBytes());
    }
  }
}
