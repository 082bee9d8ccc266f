package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;

/**
 * The im2row matrix of bf16 images: a row holds what the window sees at one output pixel, with
 * zeros beyond the image.
 *
 * <p>Formula: p[(n, r, q), (i, j, c)] = x[n, r·s + i − t, q·s + j − l, c], with the window's step s
 * and t rows and l columns of zeros before the image. Shapes: x [N, H, W, C], p [N·H'·W',
 * rows·columns·C].
 *
 * @param images the shape of x
 * @param window rows and columns of the window
 * @param stride its steps
 * @param before rows of zeros above the image and columns left of it; may be negative
 * @param output H' and W'
 */
public record Im2row(Shape images, Pair window, Pair stride, Pair before, Pair output) {
  TensorType type() {
    return new TensorType(
        DType.BF16,
        Shape.of(
            images.size(0) * output.rows() * output.columns(),
            window.rows() * window.columns() * images.size(3)));
  }

  /** Rows of output pixels, which can be copied one by one. */
  int lines() {
    return images.size(0) * output.rows();
  }

  /** As many zeros as the window is wide, for {@link #copyLine}. */
  MemorySegment zeros() {
    return MemorySegment.ofArray(new byte[window.columns() * pixelBytes()]);
  }

  /** Copies what the window sees along one row of output pixels. */
  void copyLine(MemorySegment x, int line, MemorySegment rows, MemorySegment zeros) {
    int image = line / output.rows();
    int top = line % output.rows() * stride.rows() - before.rows();
    int width = window.columns();
    long windowRow = (long) width * pixelBytes();
    long to = (long) line * output.columns() * window.rows() * windowRow;
    for (int column = 0; column < output.columns(); column++) {
      int left = column * stride.columns() - before.columns();
      int first = Math.clamp(-left, 0, width);
      int end = Math.clamp(images.size(2) - left, first, width);
      for (int i = 0; i < window.rows(); i++) {
        int row = top + i;
        boolean inside = row >= 0 && row < images.size(1);
        long start = inside ? (long) first * pixelBytes() : windowRow;
        long stop = inside ? (long) end * pixelBytes() : windowRow;
        MemorySegment.copy(zeros, 0, rows, to, start);
        if (inside) {
          long pixel = ((long) image * images.size(1) + row) * images.size(2) + left + first;
          MemorySegment.copy(x, pixel * pixelBytes(), rows, to + start, stop - start);
        }
        MemorySegment.copy(zeros, 0, rows, to + stop, windowRow - stop);
        to += windowRow;
      }
    }
  }

  private int pixelBytes() {
    return images.size(3) * DType.BF16.bytes();
  }
}
