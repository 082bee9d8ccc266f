package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.tensor.Shape;

/**
 * The mean of each window, feature by feature. A cell in the padding counts as 0 in the mean, or
 * not at all; what a window of ceil mode hangs over never counts.
 *
 * <p>Formula: y[n, i, c] = mean over a of x[n, i·s + a − p, c]. Shapes: x [batch, steps, features],
 * y [batch, steps', features]; a size n becomes ⌊(n + padding − window) / stride⌋ + 1, or with ceil
 * mode ⌈…⌉ + 1, unless the last window would begin beyond the sequence. Defaults: windows side by
 * side, no padding, no ceil mode, padding does not count. Errors: an input that is no sequence, a
 * window larger than the padded sequence, padding as large as the window.
 *
 * @param geometry how the window slides; its dilation is one
 * @param ceil whether a last window that hangs over the edge counts
 * @param countPadding whether the padding's zeros count in the mean
 */
public record AveragePool1d(Geometry geometry, boolean ceil, boolean countPadding)
    implements Layer {
  /** Windows side by side. */
  public AveragePool1d(int window) {
    this(Geometry.ofSteps(window).withStride(new Pair(window, 1)), false, false);
  }

  /** Checks the dilation. */
  public AveragePool1d {
    if (!geometry.dilation().equals(Pair.ONE)) {
      throw new IllegalArgumentException(
          "average-pool1d: takes no dilation, got " + geometry.dilation() + "; leave it at 1x1");
    }
  }

  /** The steps of a window. */
  public int window() {
    return geometry.window().rows();
  }

  /** How far the windows move. */
  public int stride() {
    return geometry.stride().rows();
  }

  /** What is put before and after the sequences; of given numbers, those for top and bottom. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** The same layer with another step. */
  public AveragePool1d withStride(int other) {
    return new AveragePool1d(geometry.withStride(new Pair(other, 1)), ceil, countPadding);
  }

  /** The same layer with other padding. */
  public AveragePool1d withPadding(PaddingRule other) {
    return new AveragePool1d(geometry.withPadding(other), ceil, countPadding);
  }

  /** The same layer with or without windows that hang over the edge. */
  public AveragePool1d withCeil(boolean other) {
    return new AveragePool1d(geometry, other, countPadding);
  }

  /** The same layer with zeros of the padding counted or not. */
  public AveragePool1d withCountPadding(boolean other) {
    return new AveragePool1d(geometry, ceil, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("average-pool1d", context, x);
    Node image = geometry.surround(ReshapeOp.to(x, x.shape().insert(2, 1)));
    Node y = new AveragePool2d(geometry.alongRows(image), ceil, countPadding).slide(image);
    return ReshapeOp.to(y, Shape.of(x.shape().size(0), y.shape().size(1), x.shape().size(2)));
  }
}
