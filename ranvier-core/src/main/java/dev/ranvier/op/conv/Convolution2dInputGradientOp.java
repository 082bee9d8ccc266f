package dev.ranvier.op.conv;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link Convolution2dOp} by its images; by itself, a transposed convolution.
 *
 * <p>Formula: dx[n, r, q, c] = Σ dy[n, i, j, o] · w[a, b, c, o] over all products in which x[n, r,
 * q, c] takes part. Inputs: dy [N, H', W', O], w [rows, columns, C/G, O]; result of the input's
 * shape. Errors: as {@link Convolution2dOp}; an upstream that is not of its result's shape.
 *
 * @param stride the steps of the window
 * @param padding zeros around the images
 * @param dilation the distances between neighbouring cells of the window
 * @param groups how many parts the channels fall into
 * @param input the shape of the images [N, H, W, C]
 */
public record Convolution2dInputGradientOp(
    Pair stride, Padding padding, Pair dilation, int groups, Shape input) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.sameFloating(name(), inputs);
    TensorType upstream = inputs.get(0);
    TensorType images = upstream.withShape(input);
    TensorType expected = forward().results(name(), images, inputs.get(1));
    Arguments.equalTypes(name(), "the upstream gradient", expected, upstream);
    return List.of(images);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node upstream = backward.input(0);
    Node filter = backward.input(1);
    Node direction = backward.upstream();
    return Backward.gradients(
        forward().apply(direction, filter),
        new Convolution2dFilterGradientOp(stride, padding, dilation, groups, filter.shape())
            .apply(direction, upstream));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray y = inputs.get(0);
    NdArray w = inputs.get(1);
    NdArray x = NdArray.zeros(input);
    forward().forEach(input, w.shape(), (i, j, k) -> x.data()[i] += y.data()[k] * w.data()[j]);
    return List.of(x);
  }

  private Convolution2dOp forward() {
    return new Convolution2dOp(stride, padding, dilation, groups);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Convolution2dOp.sumsOver(inputs.get(1), inputs.get(0));
  }
}
