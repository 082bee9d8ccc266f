package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * A tensor with zeros put around it.
 *
 * <p>Formula: y[before[0] + i, before[1] + j, …] = x[i, j, …], 0 elsewhere. Errors: lists that do
 * not name every axis, negative numbers.
 *
 * @param before for each axis, how many zeros come first
 * @param after for each axis, how many zeros come last
 */
public record PadOp(List<Integer> before, List<Integer> after) implements Movement {
  /** Copies the lists. */
  public PadOp {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    int rank = x.shape().rank();
    if (before.size() != rank || after.size() != rank) {
      throw new IllegalArgumentException(
          String.format(
              "pad: input %s needs %d numbers before and after, got %s and %s",
              x, rank, before, after));
    }
    for (int axis = 0; axis < rank; axis++) {
      if (before.get(axis) < 0 || after.get(axis) < 0) {
        throw new IllegalArgumentException(
            "pad: needs numbers of at least 0, got "
                + before
                + " and "
                + after
                + "; cut with a slice instead");
      }
    }
    return List.of(x.withShape(results(x.shape())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return backward.input(0).dtype().isFloating()
        ? Backward.gradients(SliceOp.of(backward.upstream(), before, backward.input(0).shape()))
        : backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    NdArray y = NdArray.zeros(results(x.shape()));
    int[] offsets = SliceOp.offsets(y.shape(), before, x.shape());
    for (int i = 0; i < offsets.length; i++) {
      y.data()[offsets[i]] = x.data()[i];
    }
    return List.of(y);
  }

  private Shape results(Shape x) {
    int[] sizes = x.toArray();
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = Math.addExact(sizes[axis], Math.addExact(before.get(axis), after.get(axis)));
    }
    return Shape.of(sizes);
  }
}
