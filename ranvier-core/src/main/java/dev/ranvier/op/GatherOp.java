package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The slices of a tensor that indices name, along one axis: rows of a table, steps of a sequence.
 *
 * <p>Formula: y[a…, i…, b…] = x[a…, k[i…], b…], where the axes a come before the given one and b
 * after it; an index below 0 or beyond the axis gives zeros, or is refused when it is met. Shapes:
 * x [a…, n, b…], k i32 [i…], y [a…, i…, b…]. The gradient by x is {@link ScatterAddOp}. Errors: an
 * axis x does not have, indices that are not i32; an index out of range where a reader is named.
 *
 * @param axis the axis of x that the indices count along, from 0
 * @param reader who refuses an index out of range, for messages; empty where such gives zeros
 */
public record GatherOp(int axis, Optional<String> reader) implements Op {
  /** Zeros for an index out of range. */
  public GatherOp(int axis) {
    this(axis, Optional.empty());
  }

  /**
   * Refuses an index out of range.
   *
   * @param reader who reads the slices, for example a layer
   * @param index the index
   * @param place how many indices come before it
   * @param size the number of slices
   */
  public static IllegalArgumentException outOfRange(
      String reader, long index, int place, int size) {
    return new IllegalArgumentException(
        String.format(
            "%s: index %d, number %d of the batch, must be from 0 to %d; look for it in the data,"
                + " or enlarge the layer",
            reader, index, place + 1, size - 1));
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    TensorType x = inputs.get(0);
    Arguments.dtype(name(), "the second input (indices)", DType.I32, inputs.get(1));
    if (axis < 0 || axis >= x.shape().rank()) {
      throw new IllegalArgumentException(
          "gather: input " + x + " has no axis " + axis + "; axes count from 0");
    }
    return List.of(x.withShape(results(x.shape(), inputs.get(1).shape())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node x = backward.input(0);
    return Backward.gradients(
        x.dtype().isFloating()
            ? new ScatterAddOp(axis, x.shape().size(axis))
                .apply(backward.upstream(), backward.input(1))
            : null,
        null);
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    double[] indices = inputs.get(1).data();
    NdArray y = NdArray.zeros(results(x.shape(), inputs.get(1).shape()));
    int size = x.shape().size(axis);
    int length = length(x.shape(), axis);
    int outer = x.data().length / (size * length);
    for (int j = 0; j < indices.length && reader.isPresent(); j++) {
      if (indices[j] < 0 || indices[j] >= size) {
        throw outOfRange(reader.get(), (long) indices[j], j, size);
      }
    }
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < indices.length; j++) {
        if (indices[j] >= 0 && indices[j] < size) {
          int from = (i * size + (int) indices[j]) * length;
          System.arraycopy(x.data(), from, y.data(), (i * indices.length + j) * length, length);
        }
      }
    }
    return List.of(y);
  }

  /** The number of elements of one slice, outer axes apart. */
  static int length(Shape x, int axis) {
    return x.slice(axis + 1, x.rank()).elementCount();
  }

  private Shape results(Shape x, Shape indices) {
    int[] sizes =
        Arrays.copyOf(x.slice(0, axis).toArray(), axis + indices.rank() + x.rank() - axis - 1);
    System.arraycopy(indices.toArray(), 0, sizes, axis, indices.rank());
    int[] inner = x.slice(axis + 1, x.rank()).toArray();
    System.arraycopy(inner, 0, sizes, axis + indices.rank(), inner.length);
    return Shape.of(sizes);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
