package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Pair;

/**
 * The mean of each window, channel by channel; padding does not count.
 *
 * <p>Shapes: x [batch, height, width, channels], y [batch, height', width', channels]. Errors: an
 * input that is no image, a window larger than the padded image.
 *
 * @param geometry how the window slides; its dilation is one
 */
public record AveragePool2d(Geometry geometry) implements Layer {
  /** Square windows side by side. */
  public AveragePool2d(int window) {
    this(Pair.of(window));
  }

  /** Windows side by side. */
  public AveragePool2d(Pair window) {
    this(Geometry.of(window).withStride(window));
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
    return new AveragePool2d(geometry.withStride(other));
  }

  /** The same layer with other padding. */
  public AveragePool2d withPadding(PaddingRule other) {
    return new AveragePool2d(geometry.withPadding(other));
  }

  @Override
  public Node apply(Node x, Context context) {
    Settings.image("average-pool2d", context, x);
    return new dev.ranvier.op.AveragePool2d(
            geometry.window(), geometry.stride(), geometry.paddingFor(x), false)
        .apply(x);
  }
}
