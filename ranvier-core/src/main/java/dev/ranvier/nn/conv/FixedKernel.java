package dev.ranvier.nn.conv;

/** Well-known filters of images that nobody has to learn; each is 3×3. */
public enum FixedKernel {
  /** Blurs: binomial weights, near to a Gaussian of deviation 0.85. */
  GAUSSIAN_BLUR(1 / 16.0, 1, 2, 1, 2, 4, 2, 1, 2, 1),
  /** Blurs: the plain mean. */
  BOX_BLUR(1 / 9.0, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  /** Sharpens: the image plus what sets it apart from its four neighbours. */
  SHARPEN(1, 0, -1, 0, -1, 5, -1, 0, -1, 0),
  /** Sobel's derivative along the rows: answers to vertical edges, bright on the right. */
  SOBEL_HORIZONTAL(1, -1, 0, 1, -2, 0, 2, -1, 0, 1),
  /** Sobel's derivative along the columns: answers to horizontal edges, bright below. */
  SOBEL_VERTICAL(1, -1, -2, -1, 0, 0, 0, 1, 2, 1),
  /** Finds edges of any direction: the cell against its eight neighbours. */
  EDGES(1, -1, -1, -1, -1, 8, -1, -1, -1, -1);

  private final double factor;
  private final double[] cells;

  FixedKernel(double factor, double... cells) {
    this.factor = factor;
    this.cells = cells;
  }

  /** The weight of a cell. */
  double weight(int row, int column) {
    return factor * cells[3 * row + column];
  }
}
