package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;

/**
 * How a window slides over volumes.
 *
 * @param window its depth, rows and columns
 * @param stride how far it moves
 * @param padding what is put around the volumes; given numbers for top and bottom are those for
 *     front and back too
 * @param dilation how far apart the window's cells are
 */
public record Geometry3d(Triple window, Triple stride, PaddingRule padding, Triple dilation) {
  /** Checks the sizes. */
  public Geometry3d {
    positive("size", window);
    positive("stride", stride);
    positive("dilation", dilation);
  }

  private static void positive(String setting, Triple value) {
    int least = Math.min(value.depth(), Math.min(value.rows(), value.columns()));
    Geometry.requirePositive(setting, least, value);
  }

  /** A window moving by single cells, without padding. */
  public static Geometry3d of(Triple window) {
    return new Geometry3d(window, Triple.ONE, PaddingRule.VALID, Triple.ONE);
  }

  Geometry3d withStride(Triple other) {
    return new Geometry3d(window, other, padding, dilation);
  }

  Geometry3d withPadding(PaddingRule other) {
    return new Geometry3d(window, stride, other, dilation);
  }

  Geometry3d withDilation(Triple other) {
    return new Geometry3d(window, stride, padding, other);
  }

  /** Fails where the window is larger than volumes with the given cells around them. */
  void requireRoom(String layer, Context context, Node x) {
    if (padding instanceof PaddingRule.Explicit(Padding cells)) {
      long vertical = (long) cells.top() + cells.bottom();
      long horizontal = (long) cells.left() + cells.right();
      if (extent(window.depth(), dilation.depth()) > x.shape().size(1) + vertical
          || extent(window.rows(), dilation.rows()) > x.shape().size(2) + vertical
          || extent(window.columns(), dilation.columns()) > x.shape().size(3) + horizontal) {
        String apart = dilation.equals(Triple.ONE) ? "" : " with dilation " + dilation;
        throw new IllegalArgumentException(
            String.format(
                "%s %s: window %s%s is larger than the volumes %s with padding %s; use a smaller"
                    + " window or more padding",
                layer, context.layerName(), window, apart, x.shape(), cells));
      }
    }
  }

  private static long extent(int cells, int dilation) {
    return (cells - 1L) * dilation + 1;
  }

  /** How the window slides over one slice of the depth. */
  Geometry plane() {
    return new Geometry(window.plane(), stride.plane(), padding, dilation.plane());
  }

  /** How the window slides along the depth, as rows of an image. */
  Geometry depth() {
    return new Geometry(
        new Pair(window.depth(), 1),
        new Pair(stride.depth(), 1),
        padding,
        new Pair(dilation.depth(), 1));
  }
}
