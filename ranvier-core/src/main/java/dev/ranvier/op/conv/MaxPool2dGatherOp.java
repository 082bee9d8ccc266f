package dev.ranvier.op.conv;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.Arguments;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The elements of images at the cells that won a {@link MaxPool2dOp}: the derivative of its result
 * in a direction, needed where a gradient is differentiated again.
 *
 * <p>Inputs: the winning cells (i32 [N, H', W', C]) and images [N, H, W, C]; result of the winners'
 * shape. It is linear in the images; {@link MaxPool2dGradientOp} is its adjoint.
 *
 * @param window rows and columns of the window
 * @param stride the steps of the window
 * @param padding cells around the images
 */
public record MaxPool2dGatherOp(Pair window, Pair stride, Padding padding) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.floating(name(), inputs.subList(1, 2));
    TensorType results = new MaxPool2dOp(window, stride, padding).results(name(), inputs.get(1));
    Arguments.equalTypes(name(), "the winners", results.withDType(DType.I32), inputs.get(0));
    return List.of(results);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(
        null,
        new MaxPool2dGradientOp(window, stride, padding, backward.input(1).shape())
            .apply(backward.input(0), backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray winners = inputs.get(0);
    NdArray x = inputs.get(1);
    NdArray y = NdArray.zeros(winners.shape());
    int channels = x.shape().size(3);
    new Window(window, stride, padding, Pair.ONE)
        .forEach(
            x.shape(),
            y.shape(),
            (pixel, result, cell) -> {
              for (int c = 0; c < channels; c++) {
                int i = result * channels + c;
                if (winners.data()[i] == cell) {
                  y.data()[i] = x.data()[pixel * channels + c];
                }
              }
            });
    return List.of(y);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
