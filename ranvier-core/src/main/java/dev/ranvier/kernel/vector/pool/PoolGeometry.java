package dev.ranvier.kernel.vector.pool;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.Shape;

/**
 * Windows sliding over images [N, H, W, C].
 *
 * @param x the shape of the images
 * @param y the shape of what there is one of for each window
 * @param window rows and columns of a window
 * @param stride the steps of the window
 * @param padding zeros around the images
 */
public record PoolGeometry(Shape x, Shape y, Pair window, Pair stride, Padding padding) {
  int channels() {
    return x.size(3);
  }

  /** The image row of a window's first tap; it may lie in the padding. */
  int top(int windowRow) {
    return windowRow * stride.rows() - padding.top();
  }

  /** The image column of a window's first tap; it may lie in the padding. */
  int left(int windowColumn) {
    return windowColumn * stride.columns() - padding.left();
  }

  /** Whether no two windows share a pixel. */
  boolean apart() {
    return window.rows() <= stride.rows() && window.columns() <= stride.columns();
  }

  /** Whether every pixel lies under some window. */
  boolean covers() {
    return stride.rows() <= window.rows()
        && stride.columns() <= window.columns()
        && top(y.size(1) - 1) + window.rows() >= x.size(1)
        && left(y.size(2) - 1) + window.columns() >= x.size(2);
  }

  /** The first window along an axis that reaches a position, counted from the padding's start. */
  static int firstReaching(int position, int size, int step) {
    return Math.max(0, Math.ceilDiv(position - size + 1, step));
  }

  /** The window after the last along an axis that reaches a position. */
  static int endReaching(int position, int step, int windows) {
    return Math.min(windows, position / step + 1);
  }
}
