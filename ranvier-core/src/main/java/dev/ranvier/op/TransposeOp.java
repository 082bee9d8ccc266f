package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes in another order.
 *
 * <p>Axis i of the result is axis permutation[i] of the input: for a matrix, permutation [1, 0]
 * gives y[j, i] = x[i, j]. Errors: a list that is no permutation of the input's axes.
 *
 * @param permutation for each axis of the result, the input's axis, counted from 0
 */
public record TransposeOp(List<Integer> permutation) implements Movement {
  /** Copies the list. */
  public TransposeOp {
    permutation = List.copyOf(permutation);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    List<Integer> axes = IntStream.range(0, x.shape().rank()).boxed().toList();
    if (!permutation.stream().sorted().toList().equals(axes)) {
      throw new IllegalArgumentException(
          "transpose: input " + x + " needs a permutation of " + axes + ", got " + permutation);
    }
    return List.of(x.withShape(results(x.shape())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Integer[] inverse = new Integer[permutation.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[permutation.get(axis)] = axis;
    }
    return Backward.gradients(new TransposeOp(List.of(inverse)).apply(backward.upstream()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    long[] strides = x.shape().strides();
    Shape shape = results(x.shape());
    NdArray y = NdArray.zeros(shape);
    int[] index = new int[shape.rank()];
    for (int i = 0; i < y.data().length; i++) {
      int source = 0;
      for (int axis = 0; axis < index.length; axis++) {
        source += index[axis] * (int) strides[permutation.get(axis)];
      }
      y.data()[i] = x.data()[source];
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) {
        index[axis] = 0;
      }
    }
    return List.of(y);
  }

  private Shape results(Shape x) {
    return Shape.of(permutation.stream().mapToInt(x::size).toArray());
  }
}
