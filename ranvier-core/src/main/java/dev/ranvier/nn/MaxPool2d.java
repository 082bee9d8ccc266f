package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Pair;

/**
 * The greatest value under each window, channel by channel.
 *
 * <p>Shapes: x [batch, height, width, channels], y [batch, height', width', channels]. Errors: an input
 * that is no image, a window larger than the padded image.
 *
 * @param geometry how the window slides; its dilation is one
 */
public record MaxPool2d(Geometry geometry) implements Layer {
  /** Square windows side by side. */
  public MaxPool2d(int window) {
    this(Geometry.of(Pair.of(window)).withStride(Pair.of(window)));
  }

  /** Checks the dilation. */
  public MaxPool2d {
    if (!geometry.dilation().equals(Pair.ONE)) {
      throw new IllegalArgumentException(
          "max-pool2d: takes no dilation, got " + geometry.dilation() + "; leave it at 1x1");
    }
  }

  /** The same layer with another step in both directions. */
  public MaxPool2d withStride(int other) {
    return new MaxPool2d(geometry.withStride(Pair.of(other)));
  }

  /** The same layer with other padding. */
  public MaxPool2d withPadding(PaddingRule other) {
    return new MaxPool2d(geometry.withPadding(other));
  }

  @Override
  public Node apply(Node x, Context context) {
    Settings.image("max-pool2d", context, x);
    return dev.ranvier.op.MaxPool2d.of(
        new dev.ranvier.op.MaxPool2d(
            geometry.window(), geometry.stride(), geometry.paddingFor(x)),
        x);
  }
}
