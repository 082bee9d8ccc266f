package dev.ranvier.op;

/**
 * The rows and columns put around an image before a window slides over it.
 *
 * @param top rows above
 * @param left columns to the left
 * @param bottom rows below
 * @param right columns to the right
 */
public record Padding(int top, int left, int bottom, int right) {
  /** No padding; often called "valid". */
  public static final Padding NONE = of(0);

  /** The same padding on all four sides. */
  public static Padding of(int everySide) {
    return new Padding(everySide, everySide, everySide, everySide);
  }

  /**
   * The padding by which the result has ⌈input size / stride⌉ rows and columns; an odd row or
   * column goes to the bottom and the right, as in TensorFlow and Keras.
   *
   * @param image rows and columns of the input
   * @param window rows and columns of the window
   * @param stride the window's steps
   * @param dilation the distances between neighbouring cells of the window
   */
  public static Padding same(Pair image, Pair window, Pair stride, Pair dilation) {
    int rows = missing(image.rows(), window.rows(), stride.rows(), dilation.rows());
    int columns = missing(image.columns(), window.columns(), stride.columns(), dilation.columns());
    return new Padding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  private static int missing(int size, int window, int stride, int dilation) {
    int results = Math.ceilDiv(size, stride);
    return Math.toIntExact(
        Math.max((results - 1L) * stride + (window - 1L) * dilation + 1 - size, 0));
  }

  /** For example {@code [1,1,2,2]}: top, left, bottom, right. */
  @Override
  public String toString() {
    return "[" + top + "," + left + "," + bottom + "," + right + "]";
  }
}
