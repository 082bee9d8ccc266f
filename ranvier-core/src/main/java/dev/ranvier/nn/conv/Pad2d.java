package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.layer.Indices;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.Padding;
import java.util.List;

/**
 * Images with rows and columns put around them.
 *
 * <p>Formula: y[n, i, j, c] = x[n, i − top, j − left, c] where there is such a pixel. Shapes: x
 * [batch, height, width, channels], y [batch, height + top + bottom, width + left + right,
 * channels]. Default: zeros. Errors: an input that is no image, more mirrored cells than there are
 * beside the border.
 *
 * @param cells how much is put on each side
 * @param reflect whether the image is mirrored at its border cells instead of surrounded by zeros
 */
public record Pad2d(Padding cells, boolean reflect) implements Layer {
  /** As many zeros on every side. */
  public Pad2d(int everySide) {
    this(Padding.of(everySide));
  }

  /** Zeros. */
  public Pad2d(Padding cells) {
    this(cells, false);
  }

  /** Checks the numbers. */
  public Pad2d {
    Geometry.requireNotNegative("pad2d", "cells", cells);
  }

  /** The same layer with mirrored cells, or zeros. */
  public Pad2d withReflect(boolean other) {
    return new Pad2d(cells, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("pad2d", context, x);
    if (reflect) {
      Node taller = Indices.mirror(x, 1, cells.top(), cells.bottom());
      return Indices.mirror(taller, 2, cells.left(), cells.right());
    }
    return new PadOp(
            List.of(0, cells.top(), cells.left(), 0), List.of(0, cells.bottom(), cells.right(), 0))
        .apply(x);
  }
}
