package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;

/**
 * The greatest value under each window, channel by channel.
 *
 * <p>Formula: y[n, i, j, c] = max over a, b of x[n, i·s + a − p, j·s + b − p, c]. Shapes: x [batch,
 * height, width, channels], y [batch, height', width', channels]; a size n becomes ⌊(n + padding −
 * window) / stride⌋ + 1, or with ceil mode ⌈…⌉ + 1, unless the last window would begin beyond the
 * image. Defaults: windows side by side, no padding, no ceil mode. Errors: an input that is no
 * image, a window larger than the padded image, padding as large as the window.
 *
 * @param geometry how the window slides; its dilation is one
 * @param ceil whether a last window that hangs over the edge counts
 */
public record MaxPool2d(Geometry geometry, boolean ceil) implements Layer {
  /** Square windows side by side. */
  public MaxPool2d(int window) {
    this(Pair.of(window));
  }

  /** Windows side by side. */
  public MaxPool2d(Pair window) {
    this(Geometry.of(window).withStride(window), false);
  }

  /** Checks the dilation. */
  public MaxPool2d {
    if (!geometry.dilation().equals(Pair.ONE)) {
      throw new IllegalArgumentException(
          "max-pool2d: takes no dilation, got " + geometry.dilation() + "; leave it at 1x1");
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
  public MaxPool2d withStride(int other) {
    return withStride(Pair.of(other));
  }

  /** The same layer with other steps. */
  public MaxPool2d withStride(Pair other) {
    return new MaxPool2d(geometry.withStride(other), ceil);
  }

  /** The same layer with other padding. */
  public MaxPool2d withPadding(PaddingRule other) {
    return new MaxPool2d(geometry.withPadding(other), ceil);
  }

  /** The same layer with or without windows that hang over the edge. */
  public MaxPool2d withCeil(boolean other) {
    return new MaxPool2d(geometry, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("max-pool2d", context, x);
    return slide(geometry.surround(x));
  }

  /** The result for images that need no mirrored padding any more. */
  Node slide(Node images) {
    Padding cells = ceil ? geometry.overhanging(images) : geometry.paddingFor(images);
    return dev.ranvier.op.conv.MaxPool2dOp.of(
        new dev.ranvier.op.conv.MaxPool2dOp(window(), stride(), cells), images);
  }
}
