package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A box cut out of a tensor.
 *
 * <p>Formula: y[i, j, …] = x[starts[0] + i, starts[1] + j, …]; the result has the given sizes.
 * Errors: a box that does not lie inside the input.
 *
 * @param starts for each axis, the first index that is kept
 * @param sizes for each axis, how many indices are kept
 */
public record SliceOp(List<Integer> starts, List<Integer> sizes) implements Movement {
  /** Copies the lists. */
  public SliceOp {
    starts = List.copyOf(starts);
    sizes = List.copyOf(sizes);
  }

  /** The box of the given shape; the node itself where the box is all of it. */
  public static Node of(Node x, List<Integer> starts, Shape sizes) {
    return x.shape().equals(sizes)
        ? x
        : new SliceOp(starts, IntStream.of(sizes.toArray()).boxed().toList()).apply(x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    int rank = x.shape().rank();
    boolean inside = starts.size() == rank && sizes.size() == rank;
    for (int axis = 0; inside && axis < rank; axis++) {
      int start = starts.get(axis);
      int size = sizes.get(axis);
      inside = start >= 0 && size >= 1 && size <= x.shape().size(axis) - start;
    }
    if (!inside) {
      throw new IllegalArgumentException(
          "slice: a box of sizes " + sizes + " from " + starts + " does not lie inside input " + x);
    }
    return List.of(x.withShape(box()));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Shape shape = backward.input(0).shape();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      after.add(shape.size(axis) - starts.get(axis) - sizes.get(axis));
    }
    return backward.input(0).dtype().isFloating()
        ? Backward.gradients(new PadOp(starts, after).apply(backward.upstream()))
        : backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    NdArray y = NdArray.zeros(box());
    int[] offsets = offsets(x.shape(), starts, box());
    for (int i = 0; i < offsets.length; i++) {
      y.data()[i] = x.data()[offsets[i]];
    }
    return List.of(y);
  }

  /** For every element of a box inside a tensor, in row-major order, its position in the tensor. */
  static int[] offsets(Shape tensor, List<Integer> starts, Shape box) {
    long[] strides = tensor.strides();
    int[] offsets = new int[box.elementCount()];
    int[] index = new int[box.rank()];
    for (int i = 0; i < offsets.length; i++) {
      for (int axis = 0; axis < index.length; axis++) {
        offsets[i] += (starts.get(axis) + index[axis]) * (int) strides[axis];
      }
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == box.size(axis); axis--) {
        index[axis] = 0;
      }
    }
    return offsets;
  }

  private Shape box() {
    return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
  }
}
