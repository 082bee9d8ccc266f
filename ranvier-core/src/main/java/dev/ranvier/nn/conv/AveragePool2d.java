package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import java.util.List;

/**
 * The mean of each window, channel by channel. A cell in the padding counts as 0 in the mean, or
 * not at all; what a window of ceil mode hangs over never counts.
 *
 * <p>Formula: y[n, i, j, c] = mean over a, b of x[n, i·s + a − p, j·s + b − p, c]. Shapes: x
 * [batch, height, width, channels], y [batch, height', width', channels]; a size n becomes ⌊(n +
 * padding − window) / stride⌋ + 1, or with ceil mode ⌈…⌉ + 1, unless the last window would begin
 * beyond the image. Defaults: windows side by side, no padding, no ceil mode, padding does not
 * count. Errors: an input that is no image, a window larger than the padded image, padding as large
 * as the window.
 *
 * @param geometry how the window slides; its dilation is one
 * @param ceil whether a last window that hangs over the edge counts
 * @param countPadding whether the padding's zeros count in the mean
 */
public record AveragePool2d(Geometry geometry, boolean ceil, boolean countPadding)
    implements Layer {
  /** Square windows side by side. */
  public AveragePool2d(int window) {
    this(Pair.of(window));
  }

  /** Windows side by side. */
  public AveragePool2d(Pair window) {
    this(Geometry.of(window).withStride(window), false, false);
  }

  /** Checks the dilation. */
  public AveragePool2d {
    if (!geometry.dilation().equals(Pair.ONE)) {
      throw new IllegalArgumentException(
          "average-pool2d: takes no dilation, got " + geometry.dilation() + "; leave it at 1x1");
    }
  }

  /** The rows and columns of a window. */
  public Pair window() {
    return geometry.window();
  }

  /** How far the windows move. */
  public Pair stride() {
    return geometry.stride();
  }

  /** What is put around the images. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** The same layer with another step in both directions. */
  public AveragePool2d withStride(int other) {
    return withStride(Pair.of(other));
  }

  /** The same layer with other steps. */
  public AveragePool2d withStride(Pair other) {
    return new AveragePool2d(geometry.withStride(other), ceil, countPadding);
  }

  /** The same layer with other padding. */
  public AveragePool2d withPadding(PaddingRule other) {
    return new AveragePool2d(geometry.withPadding(other), ceil, countPadding);
  }

  /** The same layer with or without windows that hang over the edge. */
  public AveragePool2d withCeil(boolean other) {
    return new AveragePool2d(geometry, other, countPadding);
  }

  /** The same layer with zeros of the padding counted or not. */
  public AveragePool2d withCountPadding(boolean other) {
    return new AveragePool2d(geometry, ceil, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("average-pool2d", context, x);
    return slide(geometry.surround(x));
  }

  /** The result for images that need no mirrored padding any more. */
  Node slide(Node images) {
    Padding cells = ceil ? geometry.overhanging(images) : geometry.paddingFor(images);
    Padding given = geometry.paddingFor(images);
    if (countPadding && !cells.equals(given)) {
      // Real zeros count, what the last windows hang over does not.
      Node padded =
          new PadOp(
                  List.of(0, given.top(), given.left(), 0),
                  List.of(0, given.bottom(), given.right(), 0))
              .apply(images);
      Padding rest =
          new Padding(0, 0, cells.bottom() - given.bottom(), cells.right() - given.right());
      return new dev.ranvier.op.conv.AveragePool2dOp(window(), stride(), rest, false).apply(padded);
    }
    return new dev.ranvier.op.conv.AveragePool2dOp(window(), stride(), cells, countPadding)
        .apply(images);
  }
}
