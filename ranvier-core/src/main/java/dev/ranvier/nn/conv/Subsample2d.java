package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.setting.Settings;

/**
 * Every s-th row and column of images, beginning with the first.
 *
 * <p>Formula: y[n, i, j, c] = x[n, i·s, j·s, c]. Shapes: x [batch, height, width, channels], y
 * [batch, ⌈height / s⌉, ⌈width / s⌉, channels]. Errors: an input that is no image.
 *
 * @param stride s, along the rows and the columns
 */
public record Subsample2d(Pair stride) implements Layer {
  /** The same step in both directions. */
  public static Subsample2d of(int stride) {
    return new Subsample2d(Pair.of(stride));
  }

  /** Checks the steps. */
  public Subsample2d {
    Settings.positive("subsample2d", "rows", stride.rows());
    Settings.positive("subsample2d", "columns", stride.columns());
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("subsample2d", context, x);
    return MaxPool2dOp.of(new MaxPool2dOp(Pair.ONE, stride, Padding.NONE), x);
  }
}
