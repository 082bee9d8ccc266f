package dev.ranvier.nn.normalization;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;

/**
 * Local response normalization: values beside great ones are damped.
 *
 * <p>Formula: y = x / (k + α/n · Σ x²)^β. Across channels, the sum is over the n channels from c −
 * ⌊n/2⌋ to c + ⌊(n−1)/2⌋ at the same place; within a channel, over the n×n places around, and α is
 * divided by n². What lies outside adds nothing. Shapes: x and y [batch, height, width, channels].
 * Defaults: α = 1e-4, β = 0.75, k = 1, across channels, as in PyTorch and Caffe; the paper's α is
 * not divided by n, and its k is 2. Errors: an input that is no image, an even size within a
 * channel. Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
 * convolutional neural networks", 2012; within a channel: Caffe's {@code WITHIN_CHANNEL}.
 *
 * @param size n
 * @param alpha α
 * @param beta β
 * @param k the sum that damps nothing
 * @param withinChannel whether neighbours are places instead of channels
 */
public record LocalResponseNorm(
    int size, double alpha, double beta, double k, boolean withinChannel) implements Layer {
  /** Over so many channels, with α = 1e-4, β = 0.75 and k = 1. */
  public LocalResponseNorm(int size) {
    this(size, 1e-4, 0.75, 1, false);
  }

  /** Checks the size. */
  public LocalResponseNorm {
    Settings.positive("local-response-norm", "size", size);
    Settings.notNegative("local-response-norm", "alpha", alpha);
    Settings.finite("local-response-norm", "beta", beta);
    Settings.positive("local-response-norm", "k", k);
    if (withinChannel && size % 2 == 0) {
      throw new IllegalArgumentException(
          "local-response-norm: size must be odd within a channel, got " + size);
    }
  }

  /** The same layer with another α. */
  public LocalResponseNorm withAlpha(double other) {
    return new LocalResponseNorm(size, other, beta, k, withinChannel);
  }

  /** The same layer with another β. */
  public LocalResponseNorm withBeta(double other) {
    return new LocalResponseNorm(size, alpha, other, k, withinChannel);
  }

  /** The same layer with another k. */
  public LocalResponseNorm withK(double other) {
    return new LocalResponseNorm(size, alpha, beta, other, withinChannel);
  }

  /** The same layer over places instead of channels, or back. */
  public LocalResponseNorm withWithinChannel(boolean other) {
    return new LocalResponseNorm(size, alpha, beta, k, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("local-response-norm", context, x);
    Node squares = Ops.square(x);
    Node means = withinChannel ? meansOfPlaces(squares) : meansOfChannels(squares);
    Node sum = Ops.add(Ops.multiply(means, alpha), Ops.number(k));
    // By way of the logarithm, which is much faster than a power that is no root.
    return Ops.multiply(x, Ops.exp(Ops.multiply(Ops.log(sum), -beta)));
  }

  private Node meansOfPlaces(Node squares) {
    Padding around = Padding.of(size / 2);
    return new AveragePool2dOp(Pair.of(size), Pair.ONE, around, true).apply(squares);
  }

  /** The neighbours are summed by a product with a banded matrix. */
  private Node meansOfChannels(Node squares) {
    int channels = squares.shape().size(3);
    int rows = Math.toIntExact(squares.shape().elements() / channels);
    NdArray band = NdArray.zeros(Shape.of(channels, channels));
    for (int c = 0; c < channels; c++) {
      int last = Math.min(c + (size - 1) / 2, channels - 1);
      for (int other = Math.max(c - size / 2, 0); other <= last; other++) {
        band.set(1.0 / size, other, c);
      }
    }
    Node product =
        Ops.matmul(
            ReshapeOp.to(squares, Shape.of(rows, channels)),
            new dev.ranvier.graph.Literal(DType.F32, band));
    return ReshapeOp.to(product, squares.shape());
  }
}
