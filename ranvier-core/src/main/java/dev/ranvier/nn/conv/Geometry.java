package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;

/**
 * How a window slides over images.
 *
 * @param window its rows and columns
 * @param stride how far it moves
 * @param padding what is put around the images
 * @param dilation how far apart the window's cells are
 */
public record Geometry(Pair window, Pair stride, PaddingRule padding, Pair dilation) {
  /** Checks the sizes. */
  public Geometry {
    positive("size", window);
    positive("stride", stride);
    positive("dilation", dilation);
  }

  private static void positive(String setting, Pair value) {
    requirePositive(setting, Math.min(value.rows(), value.columns()), value);
  }

  static void requirePositive(String setting, int least, Object value) {
    if (least < 1) {
      throw new IllegalArgumentException(
          "window: " + setting + " must be at least 1, got " + value);
    }
  }

  static void requireNotNegative(String owner, String setting, Padding value) {
    int least =
        Math.min(Math.min(value.top(), value.bottom()), Math.min(value.left(), value.right()));
    if (least < 0) {
      throw new IllegalArgumentException(
          owner
              + ": "
              + setting
              + " must be at least 0, got "
              + value
              + " (top, left, bottom, right)");
    }
  }

  /** A window moving by single cells, without padding. */
  public static Geometry of(Pair window) {
    return new Geometry(window, Pair.ONE, PaddingRule.VALID, Pair.ONE);
  }

  /** A window of so many steps of a sequence, moving by single steps. */
  static Geometry ofSteps(int window) {
    return of(new Pair(window, 1));
  }

  Geometry withStride(Pair other) {
    return new Geometry(window, other, padding, dilation);
  }

  Geometry withPadding(PaddingRule other) {
    return new Geometry(window, stride, other, dilation);
  }

  Geometry withDilation(Pair other) {
    return new Geometry(window, stride, padding, other);
  }

  /** The rows and columns of images [batch, height, width, channels]. */
  static Pair sizes(Node images) {
    return new Pair(images.shape().size(1), images.shape().size(2));
  }

  /** The images with whatever padding an op cannot add by itself. */
  Node surround(Node images) {
    return padding.surround(images, this);
  }

  /** The padding that an op is to add to images [batch, height, width, channels]. */
  Padding paddingFor(Node images) {
    return padding.padding(sizes(images), this);
  }

  /**
   * The padding with as many cells more at the bottom and the right as let the last, overhanging
   * window in. A window that would begin beyond the image is left out all the same.
   */
  Padding overhanging(Node images) {
    Padding cells = paddingFor(images);
    Pair image = sizes(images);
    int rows = overhang(image.rows(), cells.top(), cells.bottom(), window.rows(), stride.rows());
    int columns =
        overhang(image.columns(), cells.left(), cells.right(), window.columns(), stride.columns());
    return new Padding(cells.top(), cells.left(), cells.bottom() + rows, cells.right() + columns);
  }

  /** The same geometry with its padding worked out for images of one column: rows alone. */
  Geometry alongRows(Node images) {
    Padding cells = paddingFor(images);
    return withPadding(new PaddingRule.Explicit(new Padding(cells.top(), 0, cells.bottom(), 0)));
  }

  private static int overhang(int size, int before, int after, int window, int stride) {
    int last = Math.ceilDiv(size + before + after - window, stride) * stride;
    int start = last >= size + before ? last - stride : last;
    return Math.max(start + window - (size + before + after), 0);
  }
}
