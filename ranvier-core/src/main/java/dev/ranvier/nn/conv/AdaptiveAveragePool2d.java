package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.setting.Settings;

/**
 * The means of windows whose size follows from how many results are wanted, channel by channel.
 *
 * <p>Formula: y[n, i, j, c] = mean of x[n, a, b, c] over the a and b of window i, j. Window i of m
 * over n cells begins at ⌊i·n/m⌋ and ends before ⌈(i + 1)·n/m⌉. Shapes: x [batch, height, width,
 * channels], y [batch, size rows, size columns, channels]. Errors: an input that is no image, more
 * results than cells.
 *
 * @param size the rows and columns of the result
 */
public record AdaptiveAveragePool2d(Pair size) implements Layer {
  /** As many rows as columns. */
  public static AdaptiveAveragePool2d of(int size) {
    return new AdaptiveAveragePool2d(Pair.of(size));
  }

  /** Checks the size. */
  public AdaptiveAveragePool2d {
    Settings.positive("adaptive-average-pool2d", "rows", size.rows());
    Settings.positive("adaptive-average-pool2d", "columns", size.columns());
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("adaptive-average-pool2d", context, x);
    return AdaptiveWindows.pool(
        "adaptive-average-pool2d",
        context,
        x,
        size,
        (window, images) -> new AveragePool2dOp(window).apply(images));
  }
}
