package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.tensor.Shape;

/**
 * How the results of a convolution with a window of 3 x 3 fall into tiles of 4 x 4, each of which
 * sees 6 x 6 pixels of the images.
 *
 * @param x the shape of the images [N, H, W, C]
 * @param y the shape of the results [N, H', W', O]
 * @param top rows of zeros above the images, 0 to 2
 * @param left columns of zeros to their left, 0 to 2
 */
public record WinogradTiling(Shape x, Shape y, int top, int left) {
  /** Rows and columns of a tile of results. */
  static final int RESULTS = 4;

  /** Rows and columns of pixels that a tile sees. */
  static final int PIXELS = 6;

  /** The multiplications of a tile for each pair of channels. */
  static final int POINTS = PIXELS * PIXELS;

  /** Rows, and columns, of kernel taps. */
  static final int TAPS = 3;

  int tileRows() {
    return Math.ceilDiv(y.size(1), RESULTS);
  }

  int tileColumns() {
    return Math.ceilDiv(y.size(2), RESULTS);
  }

  /** The rows of tiles of all images. */
  int rows() {
    return y.size(0) * tileRows();
  }

  public int tiles() {
    return rows() * tileColumns();
  }

  /** Which part of what is computed lies within the results. */
  public double use() {
    return (double) y.size(0) * y.size(1) * y.size(2) / ((double) tiles() * RESULTS * RESULTS);
  }

  /** The tiling of backward-data, where results and images are exchanged. */
  public WinogradTiling ofBackwardData() {
    return new WinogradTiling(y, x, TAPS - 1 - top, TAPS - 1 - left);
  }
}
