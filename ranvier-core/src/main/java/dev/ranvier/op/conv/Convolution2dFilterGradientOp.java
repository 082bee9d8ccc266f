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
 * The gradient of {@link Convolution2dOp} by its filter.
 *
 * <p>Formula: dw[a, b, c, o] = Σ x[n, i·s + a·d − p, j·s + b·d − p, g·C/G + c] · dy[n, i, j, o]
 * over n, i, j. Inputs: x [N, H, W, C], dy [N, H', W', O]; result of the filter's shape. Errors: as
 * {@link Convolution2dOp}; an upstream that is not of its result's shape.
 *
 * @param stride the steps of the window
 * @param padding zeros around the images
 * @param dilation the distances between neighbouring cells of the window
 * @param groups how many parts the channels fall into
 * @param filter the shape of the filter [rows, columns, C/G, O]
 */
public record Convolution2dFilterGradientOp(
    Pair stride, Padding padding, Pair dilation, int groups, Shape filter) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.sameFloating(name(), inputs);
    TensorType images = inputs.get(0);
    TensorType result = images.withShape(filter);
    TensorType expected = forward().results(name(), images, result);
    Arguments.equalTypes(name(), "the upstream gradient", expected, inputs.get(1));
    return List.of(result);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node x = backward.input(0);
    Node upstream = backward.input(1);
    Node direction = backward.upstream();
    return Backward.gradients(
        new Convolution2dInputGradientOp(stride, padding, dilation, groups, x.shape())
            .apply(upstream, direction),
        forward().apply(x, direction));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    NdArray y = inputs.get(1);
    NdArray w = NdArray.zeros(filter);
    forward().forEach(x.shape(), filter, (i, j, k) -> w.data()[j] += x.data()[i] * y.data()[k]);
    return List.of(w);
  }

  private Convolution2dOp forward() {
    return new Convolution2dOp(stride, padding, dilation, groups);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Convolution2dOp.sumsOver(filter, inputs.get(1));
  }
}
