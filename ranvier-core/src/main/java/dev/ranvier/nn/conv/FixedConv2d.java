package dev.ranvier.nn.conv;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;

/**
 * Convolution of each channel with a filter that does not learn: blur, sharpening, edges.
 *
 * <p>Formula: y[n, i, j, c] = Σ x[n, i + a − p, j + b − p, c] · k[a, b]. Shapes: x [batch, height,
 * width, channels], k [3, 3], y [batch, height', width', channels]. Default: padding {@code same}.
 * Errors: an input that is no image, or smaller than the kernel without padding.
 *
 * @param kernel the filter
 * @param padding what is put around the images
 */
public record FixedConv2d(FixedKernel kernel, PaddingRule padding) implements Layer {
  private static final int SIZE = 3;

  /** The filter over images that keep their size, with zeros around. */
  public FixedConv2d(FixedKernel kernel) {
    this(kernel, PaddingRule.SAME);
  }

  /** The same layer with other padding. */
  public FixedConv2d withPadding(PaddingRule other) {
    return new FixedConv2d(kernel, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.image("fixed-conv2d", context, x);
    int channels = x.shape().size(3);
    NdArray filter = NdArray.zeros(Shape.of(SIZE, SIZE, 1, channels));
    for (int i = 0; i < filter.data().length; i++) {
      int cell = i / channels;
      filter.data()[i] = kernel.weight(cell / SIZE, cell % SIZE);
    }
    Geometry geometry = Geometry.of(Pair.of(SIZE)).withPadding(padding);
    Node images = geometry.surround(x);
    return new Convolution2dOp(Pair.ONE, geometry.paddingFor(images), Pair.ONE, channels)
        .apply(images, new dev.ranvier.graph.Literal(DType.F32, filter));
  }
}
