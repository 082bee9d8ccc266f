package dev.ranvier.kernel.vector.gemm;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.Shape;

/**
 * The sizes of a convolution of images [N, H, W, C] with a filter [rows, columns, C/G, O].
 *
 * @param x the shape of the images
 * @param filter the shape of the filter
 * @param y the shape of the results [N, H', W', O]
 * @param window stride, padding and dilation
 * @param groups how many parts the channels fall into
 */
public record ConvolutionGeometry(Shape x, Shape filter, Shape y, Steps window, int groups) {
  /** How the window moves. */
  public record Steps(Pair stride, Padding padding, Pair dilation) {}

  int images() {
    return x.size(0);
  }

  /** Channels of a group. */
  int depth() {
    return filter.size(2);
  }

  /** Filters of a group. */
  int width() {
    return filter.size(3) / groups;
  }

  int taps() {
    return filter.size(0) * filter.size(1);
  }

  /** The image row that a kernel tap sees from a row of results; it may lie outside. */
  int imageRow(int resultRow, int tap) {
    return resultRow * window.stride().rows()
        + tap / filter.size(1) * window.dilation().rows()
        - window.padding().top();
  }

  /** The image column that a tap sees from a column of results; it may lie outside. */
  int imageColumn(int resultColumn, int tap) {
    return resultColumn * window.stride().columns()
        + tap % filter.size(1) * window.dilation().columns()
        - window.padding().left();
  }

  boolean hasImageRow(int row) {
    return row >= 0 && row < x.size(1);
  }

  /** The first result column from which a tap sees a column of the image. */
  int firstColumn(int tap) {
    return Math.max(0, Math.ceilDiv(-imageColumn(0, tap), window.stride().columns()));
  }

  /** The result column after the last from which a tap sees a column of the image. */
  int endColumn(int tap) {
    int last = Math.floorDiv(x.size(2) - 1 - imageColumn(0, tap), window.stride().columns());
    return Math.min(y.size(2), last + 1);
  }

  /** The position of a pixel's first channel in an array of images. */
  public static long pixel(Shape images, int image, int row, int column) {
    return (((long) image * images.size(1) + row) * images.size(2) + column) * images.size(3);
  }
}
