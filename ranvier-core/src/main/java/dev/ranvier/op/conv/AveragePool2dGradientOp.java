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
 * The gradient of {@link AveragePool2dOp}: what arrives at a window's mean is shared by its cells.
 *
 * <p>Input: the upstream gradient [N, H', W', C]; result of the images' shape. Errors: as {@link
 * AveragePool2dOp}; an upstream that is not of its result's shape.
 *
 * @param window rows and columns of the window
 * @param stride the steps of the window
 * @param padding cells around the images
 * @param countPadding whether cells in the padding count in the mean
 * @param input the shape of the images [N, H, W, C]
 */
public record AveragePool2dGradientOp(
    Pair window, Pair stride, Padding padding, boolean countPadding, Shape input) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    TensorType upstream = inputs.getFirst();
    TensorType images = upstream.withShape(input);
    Arguments.equalTypes(
        name(), "the upstream gradient", forward().results(name(), images), upstream);
    return List.of(images);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(forward().apply(backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray upstream = inputs.getFirst();
    NdArray x = NdArray.zeros(input);
    forward()
        .forEach(
            input, upstream.shape(), (i, j, weight) -> x.data()[i] += weight * upstream.data()[j]);
    return List.of(x);
  }

  private AveragePool2dOp forward() {
    return new AveragePool2dOp(window, stride, padding, countPadding);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(
        (long) window.rows() * window.columns() * inputs.getFirst().elements());
  }
}
