package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.nn.layer.Indices;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.Triple;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Three-dimensional convolution: every filter slides over the volume and gives one channel.
 *
 * <p>Formula: as {@link Conv2d}, with one more sum along the depth. It is computed as one: the
 * slices under the window's depth become channels of a two-dimensional convolution. Shapes: x
 * [batch, depth, height, width, channels], W [window depth, rows, columns, channels / groups,
 * filters], y [batch, depth', height', width', filters]; a size n becomes ⌊(n + padding − (window −
 * 1)·dilation − 1) / stride⌋ + 1. Defaults: stride and dilation 1, no padding, one group, bias,
 * Glorot-uniform weights, zero biases. Errors: an input that is no volume, a window larger than the
 * padded volume, groups that divide the channels or filters not.
 *
 * @param filters the number of filters
 * @param geometry how the window slides
 * @param groups how many separate parts the channels are split into; each filter sees one
 * @param bias whether a number is added to each channel of the result
 * @param weights how the filters start
 * @param biases how the biases start
 */
public record Conv3d(
    int filters,
    Geometry3d geometry,
    int groups,
    boolean bias,
    Initializer weights,
    Initializer biases)
    implements Layer {
  /** Cubic filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public Conv3d(int filters, int kernel) {
    this(filters, Triple.of(kernel));
  }

  /** Filters moving by single cells without padding; Glorot-uniform weights, zero biases. */
  public Conv3d(int filters, Triple kernel) {
    this(filters, Geometry3d.of(kernel), 1, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the sizes. */
  public Conv3d {
    Settings.positive("conv3d", "filters", filters);
    Settings.positive("conv3d", "groups", groups);
  }

  /** The depth, rows and columns of a filter. */
  public Triple kernel() {
    return geometry.window();
  }

  /** How far the filters move. */
  public Triple stride() {
    return geometry.stride();
  }

  /** What is put around the volumes. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** How far apart the cells of a filter are. */
  public Triple dilation() {
    return geometry.dilation();
  }

  /** The same layer with other steps. */
  public Conv3d withStride(Triple other) {
    return sliding(geometry.withStride(other));
  }

  /** The same layer with other padding. */
  public Conv3d withPadding(PaddingRule other) {
    return sliding(geometry.withPadding(other));
  }

  /** The same layer with the filters' cells further apart. */
  public Conv3d withDilation(Triple other) {
    return sliding(geometry.withDilation(other));
  }

  /** The same layer with its channels split into separate groups. */
  public Conv3d withGroups(int other) {
    return new Conv3d(filters, geometry, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public Conv3d withBias(boolean other) {
    return new Conv3d(filters, geometry, groups, other, weights, biases);
  }

  /** The same layer with filters that start another way. */
  public Conv3d withWeights(Initializer other) {
    return new Conv3d(filters, geometry, groups, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public Conv3d withBiases(Initializer other) {
    return new Conv3d(filters, geometry, groups, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.volume("conv3d", context, x);
    geometry.requireRoom("conv3d", context, x);
    int channels = x.shape().size(4);
    if (channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "conv3d %s: %d groups must divide the %d channels of the input and the %d filters",
              context.layerName(), groups, channels, filters));
    }
    Triple window = geometry.window();
    int part = channels / groups;
    Shape shape = Shape.of(window.depth(), window.rows(), window.columns(), part, filters);
    long cells = shape.elements() / part / filters;
    Node w =
        context.parameter(
            "weights", shape, weights, new Fans(cells * part, cells * filters / groups));
    Geometry plane = geometry.plane();
    Node slices = slices(x);
    Node images = plane.surround(channelsByGroup(slices, window.depth(), part));
    Node filter =
        ReshapeOp.to(
            new TransposeOp(List.of(1, 2, 0, 3, 4)).apply(w),
            Shape.of(
                window.rows(),
                window.columns(),
                Math.multiplyExact(window.depth(), part),
                filters));
    Node y =
        new Convolution2dOp(plane.stride(), plane.paddingFor(images), plane.dilation(), groups)
            .apply(images, filter);
    Shape planes = y.shape();
    Node volumes =
        ReshapeOp.to(
            y,
            Shape.of(
                x.shape().size(0),
                slices.shape().size(1),
                planes.size(1),
                planes.size(2),
                filters));
    return bias
        ? Ops.add(volumes, context.parameter("bias", Shape.of(filters), biases, Fans.NONE))
        : volumes;
  }

  /** For every depth of the result the slices under the window: [N, depth', window, H, W, C]. */
  private Node slices(Node x) {
    Geometry depth = geometry.depth();
    Shape s = x.shape();
    boolean reflects = geometry.padding().equals(PaddingRule.REFLECT);
    Node image = ReshapeOp.to(x, Shape.of(s.size(0), s.size(1), s.size(2) * s.size(3), s.size(4)));
    Padding cells = (reflects ? depth.withPadding(PaddingRule.SAME) : depth).paddingFor(image);
    if (reflects) {
      Indices.requireMirror(x, 1, Math.max(cells.top(), cells.bottom()));
    }
    int window = geometry.window().depth();
    long extent = (window - 1L) * geometry.dilation().depth() + 1;
    int room = Math.toIntExact((long) s.size(1) + cells.top() + cells.bottom() - extent);
    int results = room / geometry.stride().depth() + 1;
    int[] indices = new int[Math.multiplyExact(results, window)];
    for (int i = 0; i < indices.length; i++) {
      int position =
          i / window * geometry.stride().depth()
              + i % window * geometry.dilation().depth()
              - cells.top();
      // An index outside of the volume gives zeros: the padding.
      indices[i] = reflects ? Indices.mirrored(position, s.size(1)) : position;
    }
    return Indices.select(x, 1, Shape.of(results, window), indices);
  }

  /** The window's slices as channels, those of a group together: [N · depth', H, W, window · C]. */
  private Node channelsByGroup(Node slices, int window, int part) {
    Shape s = slices.shape();
    int images = s.size(0) * s.size(1);
    Node groupsApart =
        ReshapeOp.to(slices, Shape.of(images, window, s.size(3), s.size(4), groups, part));
    Node joined = new TransposeOp(List.of(0, 2, 3, 4, 1, 5)).apply(groupsApart);
    return ReshapeOp.to(joined, Shape.of(images, s.size(3), s.size(4), groups * window * part));
  }

  private Conv3d sliding(Geometry3d other) {
    return new Conv3d(filters, other, groups, bias, weights, biases);
  }
}
