package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.Triple;
import dev.ranvier.tensor.Shape;

/**
 * The mean of each window, channel by channel. A cell in the padding counts as 0 in the mean, or
 * not at all; what a window of ceil mode hangs over never counts.
 *
 * <p>Formula: y[n, i, j, k, c] = mean over a, b, d of x[n, i·s + a − p, j·s + b − p, k·s + d − p,
 * c]. Shapes: x [batch, depth, height, width, channels], y [batch, depth', height', width',
 * channels]; a size n becomes ⌊(n + padding − window) / stride⌋ + 1, or with ceil mode ⌈…⌉ + 1,
 * unless the last window would begin beyond the volume. Defaults: windows side by side, no padding,
 * no ceil mode, padding does not count. Errors: an input that is no volume, a window larger than
 * the padded volume, padding as large as the window.
 *
 * @param geometry how the window slides; its dilation is one
 * @param ceil whether a last window that hangs over the edge counts
 * @param countPadding whether the padding's zeros count in the mean
 */
public record AveragePool3d(Geometry3d geometry, boolean ceil, boolean countPadding)
    implements Layer {
  /** Cubic windows side by side. */
  public AveragePool3d(int window) {
    this(Triple.of(window));
  }

  /** Windows side by side. */
  public AveragePool3d(Triple window) {
    this(Geometry3d.of(window).withStride(window), false, false);
  }

  /** Checks the dilation. */
  public AveragePool3d {
    if (!geometry.dilation().equals(Triple.ONE)) {
      throw new IllegalArgumentException(
          "average-pool3d: takes no dilation, got " + geometry.dilation() + "; leave it at 1x1x1");
    }
  }

  /** The depth, rows and columns of a window. */
  public Triple window() {
    return geometry.window();
  }

  /** How far the windows move. */
  public Triple stride() {
    return geometry.stride();
  }

  /** What is put around the volumes. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** The same layer with other steps. */
  public AveragePool3d withStride(Triple other) {
    return new AveragePool3d(geometry.withStride(other), ceil, countPadding);
  }

  /** The same layer with other padding. */
  public AveragePool3d withPadding(PaddingRule other) {
    return new AveragePool3d(geometry.withPadding(other), ceil, countPadding);
  }

  /** The same layer with or without windows that hang over the edge. */
  public AveragePool3d withCeil(boolean other) {
    return new AveragePool3d(geometry, other, countPadding);
  }

  /** The same layer with zeros of the padding counted or not. */
  public AveragePool3d withCountPadding(boolean other) {
    return new AveragePool3d(geometry, ceil, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.volume("average-pool3d", context, x);
    if (!ceil) {
      geometry.requireRoom("average-pool3d", context, x);
    }
    // Means and counts are products over the axes: first the planes, then the depth.
    Shape s = x.shape();
    int images = s.size(0) * s.size(1);
    Geometry plane = geometry.plane();
    Node slices = ReshapeOp.to(x, Shape.of(images, s.size(2), s.size(3), s.size(4)));
    Node y = new AveragePool2d(plane, ceil, countPadding).slide(plane.surround(slices));
    int height = y.shape().size(1);
    int width = y.shape().size(2);
    Geometry depth = geometry.depth();
    Node columns =
        depth.surround(ReshapeOp.to(y, Shape.of(s.size(0), s.size(1), height * width, s.size(4))));
    Node pooled = new AveragePool2d(depth.alongRows(columns), ceil, countPadding).slide(columns);
    return ReshapeOp.to(
        pooled, Shape.of(s.size(0), pooled.shape().size(1), height, width, s.size(4)));
  }
}
