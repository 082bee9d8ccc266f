package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Connected;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;

/**
 * Two-dimensional convolution: every filter slides over the image and gives one channel.
 *
 * <p>Formula: y[n, i, j, o] = b[o] + Σ x[n, i·s + a·d − p, j·s + b·d − p, c] · W[a, b, c, o].
 * Shapes: x [batch, height, width, channels], W [rows, columns, channels / groups, filters], y
 * [batch, height', width', filters]; a size n becomes ⌊(n + padding − (window − 1)·dilation − 1) /
 * stride⌋ + 1. Errors: an input that is no image, a window larger than the padded image, groups
 * that divide the channels or filters not.
 *
 * @param filters the number of filters
 * @param geometry how the window slides
 * @param groups how many separate parts the channels are split into; each filter sees one
 * @param bias whether a number is added to each channel of the result
 * @param weights how the filters start
 * @param biases how the biases start
 */
public record Conv2d(
    int filters,
    Geometry geometry,
    int groups,
    boolean bias,
    Initializer weights,
    Initializer biases)
    implements Layer, Connected {
  /** Square filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public Conv2d(int filters, int kernel) {
    this(filters, Pair.of(kernel));
  }

  /** Filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public Conv2d(int filters, Pair kernel) {
    this(filters, Geometry.of(kernel), 1, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the sizes. */
  public Conv2d {
    Settings.positive("conv2d", "filters", filters);
    Settings.positive("conv2d", "groups", groups);
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

  /** The same layer with another step in both directions. */
  public Conv2d withStride(int other) {
    return withStride(Pair.of(other));
  }

  /** The same layer with other steps. */
  public Conv2d withStride(Pair other) {
    return sliding(geometry.withStride(other));
  }

  /** The same layer with other padding. */
  public Conv2d withPadding(PaddingRule other) {
    return sliding(geometry.withPadding(other));
  }

  /** The same layer with the filters' cells further apart. */
  public Conv2d withDilation(int other) {
    return withDilation(Pair.of(other));
  }

  /** The same layer with the filters' cells further apart, by axis. */
  public Conv2d withDilation(Pair other) {
    return sliding(geometry.withDilation(other));
  }

  /** The same layer with its channels split into separate groups. */
  public Conv2d withGroups(int other) {
    return new Conv2d(filters, geometry, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public Conv2d withBias(boolean other) {
    return new Conv2d(filters, geometry, groups, other, weights, biases);
  }

  /** The same layer with filters that start another way. */
  public Conv2d withWeights(Initializer other) {
    return new Conv2d(filters, geometry, groups, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public Conv2d withBiases(Initializer other) {
    return new Conv2d(filters, geometry, groups, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("conv2d", context, x);
    return slide("conv2d", geometry.surround(x), context);
  }

  @Override
  public Node weights(Node x, Context context) {
    Inputs.image("conv2d", context, x);
    return filters("conv2d", x, context);
  }

  @Override
  public Node product(Node x, Node filter) {
    return convolution(geometry.surround(x), filter);
  }

  @Override
  public Node biased(Node product, Context context) {
    return bias
        ? Ops.add(product, context.parameter("bias", Shape.of(filters), biases, Fans.NONE))
        : product;
  }

  /** The result for images that need no mirrored padding any more; errors name the given layer. */
  Node slide(String layer, Node x, Context context) {
    return biased(convolution(x, filters(layer, x, context)), context);
  }

  private Node filters(String layer, Node x, Context context) {
    int channels = x.shape().size(3);
    if (channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: %d groups must divide the %d channels of the input and the %d filters",
              layer, context.layerName(), groups, channels, filters));
    }
    Pair window = geometry.window();
    int cells = window.rows() * window.columns();
    Shape shape = Shape.of(window.rows(), window.columns(), channels / groups, filters);
    Fans fans = new Fans((long) cells * channels / groups, (long) cells * filters / groups);
    return context.parameter("weights", shape, weights, fans);
  }

  private Node convolution(Node x, Node filter) {
    return new Convolution2dOp(
            geometry.stride(), geometry.paddingFor(x), geometry.dilation(), groups)
        .apply(x, filter);
  }

  private Conv2d sliding(Geometry other) {
    return new Conv2d(filters, other, groups, bias, weights, biases);
  }
}
