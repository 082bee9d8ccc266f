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
 * The gradient of {@link MaxPool2dOp}: what arrives at a window's result goes to the cell that won.
 *
 * <p>Inputs: the winning cells (i32 [N, H', W', C]) and the upstream gradient (of the same shape);
 * result of the images' shape. Where windows overlap, gradients add up. A cell number that lies
 * outside the window or in the padding receives nothing.
 *
 * @param window rows and columns of the window
 * @param stride the steps of the window
 * @param padding cells around the images
 * @param input the shape of the images [N, H, W, C]
 */
public record MaxPool2dGradientOp(Pair window, Pair stride, Padding padding, Shape input)
    implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.floating(name(), inputs.subList(1, 2));
    TensorType upstream = inputs.get(1);
    TensorType images = upstream.withShape(input);
    TensorType results = forward().results(name(), images);
    Arguments.equalTypes(name(), "the winners", results.withDType(DType.I32), inputs.get(0));
    Arguments.equalTypes(name(), "the upstream gradient", results, upstream);
    return List.of(images);
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(
        null,
        new MaxPool2dGatherOp(window, stride, padding)
            .apply(backward.input(0), backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray winners = inputs.get(0);
    NdArray upstream = inputs.get(1);
    NdArray x = NdArray.zeros(input);
    int channels = input.size(3);
    forward()
        .sliding()
        .forEach(
            input,
            winners.shape(),
            (pixel, result, cell) -> {
              for (int c = 0; c < channels; c++) {
                int i = result * channels + c;
                if (winners.data()[i] == cell) {
                  x.data()[pixel * channels + c] += upstream.data()[i];
                }
              }
            });
    return List.of(x);
  }

  private MaxPool2dOp forward() {
    return new MaxPool2dOp(window, stride, padding);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(inputs.get(1).elements());
  }
}
