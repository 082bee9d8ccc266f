package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Padding;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Images with rows and columns cut off.
 *
 * <p>Formula: y[n, i, j, c] = x[n, i + top, j + left, c]. Shapes: x [batch, height, width,
 * channels], y [batch, height − top − bottom, width − left − right, channels]. Errors: an input
 * that is no image, or of which nothing is left.
 *
 * @param cells how much is cut off on each side
 */
public record Crop2d(Padding cells) implements Layer {
  /** As much on every side. */
  public static Crop2d of(int everySide) {
    return new Crop2d(Padding.of(everySide));
  }

  /** Checks the numbers. */
  public Crop2d {
    Geometry.requireNotNegative("crop2d", "cells", cells);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("crop2d", context, x);
    Shape shape = x.shape();
    int height = shape.size(1) - cells.top() - cells.bottom();
    int width = shape.size(2) - cells.left() - cells.right();
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              "crop2d %s: cutting %s off images %s leaves nothing; cut off less",
              context.layerName(), cells, shape));
    }
    return SliceOp.of(
        x, List.of(0, cells.top(), cells.left(), 0), shape.with(1, height).with(2, width));
  }
}
