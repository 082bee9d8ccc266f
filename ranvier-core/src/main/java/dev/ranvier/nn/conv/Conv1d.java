package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.Shape;

/**
 * Convolution along the steps of a sequence: a {@link Conv2d} over images of one column.
 *
 * <p>Formula: y[n, i, o] = b[o] + Σ x[n, i·s + a·d − p, c] · W[a, 0, c, o]. Shapes: x [batch,
 * steps, features], W [kernel, 1, features / groups, filters], y [batch, steps', filters] with
 * steps' = ⌊(steps + padding − (kernel − 1)·dilation − 1) / stride⌋ + 1. Defaults: stride and
 * dilation 1, no padding, one group, bias, Glorot-uniform weights, zero biases. Errors: an input
 * that is no sequence, a kernel longer than the padded sequence, groups that divide the features or
 * filters not.
 *
 * @param filters the number of filters
 * @param geometry how the window slides, with one column
 * @param groups how many separate parts the features are split into; each filter sees one
 * @param bias whether a number is added to each filter's result
 * @param weights how the filters start
 * @param biases how the biases start
 */
public record Conv1d(
    int filters,
    Geometry geometry,
    int groups,
    boolean bias,
    Initializer weights,
    Initializer biases)
    implements Layer {
  /** Filters moving by single steps without padding; Glorot-uniform weights, zero biases. */
  public Conv1d(int filters, int kernel) {
    this(filters, Geometry.ofSteps(kernel), 1, true, new GlorotUniform(), Constant.ZEROS);
  }

  /** Checks the sizes. */
  public Conv1d {
    Settings.positive("conv1d", "filters", filters);
    Settings.positive("conv1d", "groups", groups);
  }

  /** The steps under a filter. */
  public int kernel() {
    return geometry.window().rows();
  }

  /** How far the filters move. */
  public int stride() {
    return geometry.stride().rows();
  }

  /** What is put before and after the sequences; of given numbers, those for top and bottom. */
  public PaddingRule padding() {
    return geometry.padding();
  }

  /** How far apart the cells of a filter are. */
  public int dilation() {
    return geometry.dilation().rows();
  }

  /** The same layer with filters that move further. */
  public Conv1d withStride(int other) {
    return sliding(geometry.withStride(new Pair(other, 1)));
  }

  /** The same layer with other padding. */
  public Conv1d withPadding(PaddingRule other) {
    return sliding(geometry.withPadding(other));
  }

  /** The same layer with the filters' cells further apart. */
  public Conv1d withDilation(int other) {
    return sliding(geometry.withDilation(new Pair(other, 1)));
  }

  /** The same layer with its features split into separate groups. */
  public Conv1d withGroups(int other) {
    return new Conv1d(filters, geometry, other, bias, weights, biases);
  }

  /** The same layer with or without bias. */
  public Conv1d withBias(boolean other) {
    return new Conv1d(filters, geometry, groups, other, weights, biases);
  }

  /** The same layer with filters that start another way. */
  public Conv1d withWeights(Initializer other) {
    return new Conv1d(filters, geometry, groups, bias, other, biases);
  }

  /** The same layer with biases that start another way. */
  public Conv1d withBiases(Initializer other) {
    return new Conv1d(filters, geometry, groups, bias, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("conv1d", context, x);
    Node image = geometry.surround(ReshapeOp.to(x, x.shape().insert(2, 1)));
    Geometry rows = geometry.alongRows(image);
    Node y =
        new Conv2d(filters, rows, groups, bias, weights, biases).slide("conv1d", image, context);
    return ReshapeOp.to(y, Shape.of(x.shape().size(0), y.shape().size(1), filters));
  }

  private Conv1d sliding(Geometry other) {
    return new Conv1d(filters, other, groups, bias, weights, biases);
  }
}
