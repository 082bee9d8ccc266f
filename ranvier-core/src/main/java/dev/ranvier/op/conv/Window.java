package dev.ranvier.op.conv;

import dev.ranvier.op.Arguments;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;

/**
 * A window sliding over images: the geometry that convolution and pooling share.
 *
 * <p>Formula: an axis of n cells has ⌊(n + padding − (size − 1)·dilation − 1) / stride⌋ + 1
 * results. (Some lecture notes leave out the + 1; see Dumoulin and Visin, "A guide to convolution
 * arithmetic", 2016.)
 */
record Window(Pair size, Pair stride, Padding padding, Pair dilation) {
  /** Told of every cell of the input under the window at every position. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Visits one cell.
     *
     * @param input the input's pixel, counted over images, rows and columns
     * @param result the result's pixel, counted likewise
     * @param cell the cell of the window, counted over rows and columns
     */
    void visit(int input, int result, int cell);
  }

  /** The shape of the results with the given number of channels, for images [N, H, W, C]. */
  Shape results(String op, TensorType images, int channels) {
    Arguments.rank(op, "the input (images, rows, columns, channels)", 4, images);
    requirePositive(op, "window", size);
    requirePositive(op, "stride", stride);
    requirePositive(op, "dilation", dilation);
    if (Math.min(
            Math.min(padding.top(), padding.left()), Math.min(padding.bottom(), padding.right()))
        < 0) {
      throw new IllegalArgumentException(
          op + ": padding must not be negative, got " + padding + " (top, left, bottom, right)");
    }
    Shape shape = images.shape();
    Pair extent = extent();
    int rows =
        results(
            Math.addExact(shape.size(1), Math.addExact(padding.top(), padding.bottom())),
            extent.rows(),
            stride.rows());
    int columns =
        results(
            Math.addExact(shape.size(2), Math.addExact(padding.left(), padding.right())),
            extent.columns(),
            stride.columns());
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              "%s: window %s%s is larger than the input %s with padding %s;"
                  + " use a smaller window or more padding",
              op,
              size,
              dilation.equals(Pair.ONE) ? "" : " with dilation " + dilation,
              images,
              padding));
    }
    return Shape.of(shape.size(0), rows, columns, channels);
  }

  /** Fails where a window could lie in the padding alone, having nothing to take a result from. */
  void requireInputUnderWindow(String op) {
    if (Math.max(padding.top(), padding.bottom()) >= size.rows()
        || Math.max(padding.left(), padding.right()) >= size.columns()) {
      throw new IllegalArgumentException(
          op
              + ": padding "
              + padding
              + " must be smaller than the window "
              + size
              + ", else a window may lie in the padding alone");
    }
  }

  /**
   * Visits all cells: results in row-major order, for each the window's cells in row-major order.
   */
  void forEach(Shape images, Shape results, Visitor visitor) {
    int rows = images.size(1);
    int columns = images.size(2);
    int result = 0;
    for (int image = 0; image < images.size(0); image++) {
      for (int i = 0; i < results.size(1); i++) {
        for (int j = 0; j < results.size(2); j++, result++) {
          for (int cell = 0; cell < size.rows() * size.columns(); cell++) {
            int row = i * stride.rows() + cell / size.columns() * dilation.rows() - padding.top();
            int column =
                j * stride.columns() + cell % size.columns() * dilation.columns() - padding.left();
            if (row >= 0 && row < rows && column >= 0 && column < columns) {
              visitor.visit((image * rows + row) * columns + column, result, cell);
            }
          }
        }
      }
    }
  }

  /** Rows and columns from the window's first to its last cell. */
  private Pair extent() {
    return new Pair(
        extent(size.rows(), dilation.rows()), extent(size.columns(), dilation.columns()));
  }

  private static int extent(int cells, int dilation) {
    return Math.addExact(Math.multiplyExact(cells - 1, dilation), 1);
  }

  private static int results(int padded, int extent, int stride) {
    return Math.floorDiv(padded - extent, stride) + 1;
  }

  private static void requirePositive(String op, String role, Pair pair) {
    if (pair.rows() < 1 || pair.columns() < 1) {
      throw new IllegalArgumentException(
          op + ": " + role + " must be at least 1x1, got " + pair + " (rows x columns)");
    }
  }
}
