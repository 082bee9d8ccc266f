package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;

/**
 * Transposed convolution: every pixel puts its multiple of each filter into a larger image, where
 * they add up. It is the gradient of a {@link Conv2d} by its images, used forwards.
 *
 * <p>Formula: y[n, i·s + a·d − p, j·s + b·d − p, o] = b[o] + Σ x[n, i, j, c] · W[a, b, o, c] over
 * all that land there. Shapes: x [batch, height, width, channels], W [rows, columns, filters /
 * groups, channels], y [batch, height', width', filters]; a size n becomes (n − 1)·stride + (window
 * − 1)·dilation + 1 − padding, and n·stride with padding {@code same}. PyTorch's output padding is
 * that much less padding at the bottom and the right. Defaults: stride and dilation 1, no padding,
 * one group, bias, Glorot-uniform weights, zero biases. Errors: an input that is no image, groups
 * that divide the channels or filters not, more padding than there is image, mirrored padding.
 * Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 *
 * @param filters the number of filters
 * @param geometry how the window slides over the result
 * @param groups how many separate parts the channels are split into; each gives its own filters
 * @param bias whether a number is added to each channel of the result
 * @param weights how the filters start
 * @param biases how the biases start
 */
public record ConvTranspose2d(
    int filters,
    Geometry geometry,
    int groups,
    boolean bias,
    Initializer weights,
    Initializer biases)
    implements Layer {
  /** Square filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public ConvTranspose2d(int filters, int kernel) {
    this(filters, Pair.of(kernel));
  }

  /** Filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public ConvTranspose2d(int filters, Pair kernel) {
    this(filters, Geometry.of(kernel), 1, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the sizes. */
  public ConvTranspose2d {
    Settings.positive("conv-transpose2d", "filters", filters);
    Settings.positive("conv-transpose2d", "groups", groups);
    if (geometry.padding().equals(PaddingRule.REFLECT)) {
      throw new IllegalArgumentException(
          "conv-transpose2d: takes padding away and so cannot mirror it, got reflect; use same,"
              + " valid or numbers of cells");
    }
  }

  /** The rows and columns of a filter. */
  public Pair kernel() {
    return geometry.window();
  }

  /** How far apart neighbouring pixels put their filters. */
  public Pair stride() {
    return geometry.stride();
  }

  /** What is cut off the result. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** How far apart the cells of a filter are. */
  public Pair dilation() {
    return geometry.dilation();
  }

  /** The same layer with another step in both directions. */
  public ConvTranspose2d withStride(int other) {
    return withStride(Pair.of(other));
  }

  /** The same layer with other steps. */
  public ConvTranspose2d withStride(Pair other) {
    return sliding(geometry.withStride(other));
  }

  /** The same layer with other padding. */
  public ConvTranspose2d withPadding(PaddingRule other) {
    return sliding(geometry.withPadding(other));
  }

  /** The same layer with the filters' cells further apart. */
  public ConvTranspose2d withDilation(Pair other) {
    return sliding(geometry.withDilation(other));
  }

  /** The same layer with its channels split into separate groups. */
  public ConvTranspose2d withGroups(int other) {
    return new ConvTranspose2d(filters, geometry, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public ConvTranspose2d withBias(boolean other) {
    return new ConvTranspose2d(filters, geometry, groups, other, weights, biases);
  }

  /** The same layer with filters that start another way. */
  public ConvTranspose2d withWeights(Initializer other) {
    return new ConvTranspose2d(filters, geometry, groups, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public ConvTranspose2d withBiases(Initializer other) {
    return new ConvTranspose2d(filters, geometry, groups, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("conv-transpose2d", context, x);
    int channels = x.shape().size(3);
    if (channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "conv-transpose2d %s: %d groups must divide the %d channels of the input and the %d"
                  + " filters",
              context.layerName(), groups, channels, filters));
    }
    Pair window = geometry.window();
    int cells = window.rows() * window.columns();
    Shape shape = Shape.of(window.rows(), window.columns(), filters / groups, channels);
    Fans fans = new Fans((long) cells * channels / groups, (long) cells * filters / groups);
    Node w = context.parameter("weights", shape, weights, fans);
    Pair image = results(Geometry.sizes(x), context);
    Padding cut = geometry.padding().padding(image, geometry);
    Shape results = Shape.of(x.shape().size(0), image.rows(), image.columns(), filters);
    Node y =
        new Convolution2dInputGradientOp(
                geometry.stride(), cut, geometry.dilation(), groups, results)
            .apply(x, w);
    return bias ? Ops.add(y, context.parameter("bias", Shape.of(filters), biases, Fans.NONE)) : y;
  }

  private Pair results(Pair image, Context context) {
    Pair s = geometry.stride();
    if (geometry.padding().equals(PaddingRule.SAME)) {
      return new Pair(
          Math.multiplyExact(image.rows(), s.rows()),
          Math.multiplyExact(image.columns(), s.columns()));
    }
    Padding cut = geometry.padding().padding(image, geometry);
    int rows = spread(image.rows(), s.rows(), kernel().rows(), dilation().rows());
    int columns = spread(image.columns(), s.columns(), kernel().columns(), dilation().columns());
    Pair result = new Pair(rows - cut.top() - cut.bottom(), columns - cut.left() - cut.right());
    if (result.rows() < 1 || result.columns() < 1) {
      throw new IllegalArgumentException(
          String.format(
              "conv-transpose2d %s: the result for images of %s would be %dx%d, and padding %s"
                  + " leaves nothing of it; use less padding",
              context.layerName(), image, rows, columns, cut));
    }
    return result;
  }

  private static int spread(int size, int stride, int window, int dilation) {
    return Math.toIntExact((size - 1L) * stride + (window - 1L) * dilation + 1);
  }

  private ConvTranspose2d sliding(Geometry other) {
    return new ConvTranspose2d(filters, other, groups, bias, weights, biases);
  }
}
