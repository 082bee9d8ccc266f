package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Pair;
import dev.ranvier.setting.Settings;

/**
 * Convolution of each channel by itself: a {@link Conv2d} with as many groups as channels.
 *
 * <p>Formula: y[n, i, j, c·m + k] = b[c·m + k] + Σ x[n, i·s + a·d − p, j·s + b·d − p, c] · W[a, b,
 * 0, c·m + k]. Shapes: x [batch, height, width, channels], W [rows, columns, 1, channels ·
 * multiplier], y [batch, height', width', channels · multiplier]. Defaults: stride, dilation and
 * multiplier 1, no padding, bias, Glorot-uniform weights, zero biases. Errors: an input that is no
 * image, a window larger than the padded image. Source: Howard et al., "MobileNets", 2017.
 *
 * @param geometry how the window slides
 * @param multiplier how many filters each channel has
 * @param bias whether a number is added to each channel of the result
 * @param weights how the filters start
 * @param biases how the biases start
 */
public record DepthwiseConv2d(
    Geometry geometry, int multiplier, boolean bias, Initializer weights, Initializer biases)
    implements Layer {
  /** Square filters moving by single cells without padding. */
  public DepthwiseConv2d(int kernel) {
    this(Pair.of(kernel));
  }

  /** Filters moving by single cells without padding. */
  public DepthwiseConv2d(Pair kernel) {
    this(Geometry.of(kernel), 1, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the multiplier. */
  public DepthwiseConv2d {
    Settings.positive("depthwise-conv2d", "multiplier", multiplier);
  }

  /** The rows and columns of a filter. */
  public Pair kernel() {
    return geometry.window();
  }

  /** How far the filters move. */
  public Pair stride() {
    return geometry.stride();
  }

  /** What is put around the images. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** How far apart the cells of a filter are. */
  public Pair dilation() {
    return geometry.dilation();
  }

  /** The same layer with other steps. */
  public DepthwiseConv2d withStride(Pair other) {
    return sliding(geometry.withStride(other));
  }

  /** The same layer with other padding. */
  public DepthwiseConv2d withPadding(PaddingRule other) {
    return sliding(geometry.withPadding(other));
  }

  /** The same layer with the filters' cells further apart. */
  public DepthwiseConv2d withDilation(Pair other) {
    return sliding(geometry.withDilation(other));
  }

  /** The same layer with more filters a channel. */
  public DepthwiseConv2d withMultiplier(int other) {
    return new DepthwiseConv2d(geometry, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public DepthwiseConv2d withBias(boolean other) {
    return new DepthwiseConv2d(geometry, multiplier, other, weights, biases);
  }

  /** The same layer with filters that start another way. */
  public DepthwiseConv2d withWeights(Initializer other) {
    return new DepthwiseConv2d(geometry, multiplier, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public DepthwiseConv2d withBiases(Initializer other) {
    return new DepthwiseConv2d(geometry, multiplier, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("depthwise-conv2d", context, x);
    int channels = x.shape().size(3);
    return new Conv2d(channels * multiplier, geometry, channels, bias, weights, biases)
        .slide("depthwise-conv2d", geometry.surround(x), context);
  }

  private DepthwiseConv2d sliding(Geometry other) {
    return new DepthwiseConv2d(other, multiplier, bias, weights, biases);
  }
}
