package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.setting.Settings;

/**
 * The greatest values of windows whose size follows from how many results are wanted, channel by
 * channel.
 *
 * <p>Formula: y[n, i, j, c] = max of x[n, a, b, c] over the a and b of window i, j. Window i of m
 * over n cells begins at ⌊i·n/m⌋ and ends before ⌈(i + 1)·n/m⌉. Shapes: x [batch, height, width,
 * channels], y [batch, size rows, size columns, channels]. Errors: an input that is no image, more
 * results than cells.
 *
 * @param size the rows and columns of the result
 */
public record AdaptiveMaxPool2d(Pair size) implements Layer {
  /** As many rows as columns. */
  public static AdaptiveMaxPool2d of(int size) {
    return new AdaptiveMaxPool2d(Pair.of(size));
  }

  /** Checks the size. */
  public AdaptiveMaxPool2d {
    Settings.positive("adaptive-max-pool2d", "rows", size.rows());
    Settings.positive("adaptive-max-pool2d", "columns", size.columns());
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("adaptive-max-pool2d", context, x);
    return AdaptiveWindows.pool(
        "adaptive-max-pool2d",
        context,
        x,
        size,
        (window, images) -> MaxPool2dOp.of(new MaxPool2dOp(window), images));
  }
}
