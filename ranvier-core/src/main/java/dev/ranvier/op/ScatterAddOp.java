package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Slices added up at the places that indices name, along one axis: the adjoint of {@link GatherOp}.
 *
 * <p>Formula: y[a…, k, b…] = Σ x[a…, i…, b…] over all i with index k. An index below 0 or beyond
 * the axis adds nothing. Shapes: x [a…, i…, b…], indices i32 [i…], y [a…, size, b…]. Errors: an x
 * whose axes from the given one on are not those of the indices.
 *
 * @param axis the axis of y that the indices count along, from 0
 * @param size the size of that axis
 */
public record ScatterAddOp(int axis, int size) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 2, inputs);
    Arguments.floating(name(), inputs.subList(0, 1));
    Shape x = inputs.get(0).shape();
    Shape indices = inputs.get(1).shape();
    Arguments.dtype(name(), "the second input (indices)", DType.I32, inputs.get(1));
    boolean fits = axis >= 0 && axis + indices.rank() <= x.rank();
    if (!fits || !x.slice(axis, axis + indices.rank()).equals(indices)) {
      throw new IllegalArgumentException(
          String.format(
              "scatter-add: input %s needs indices of its sizes from axis %d on, got %s",
              inputs.get(0), axis, inputs.get(1)));
    }
    return List.of(inputs.getFirst().withShape(results(x, indices)));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(
        new GatherOp(axis).apply(backward.upstream(), backward.input(1)), null);
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.get(0);
    double[] indices = inputs.get(1).data();
    NdArray y = NdArray.zeros(results(x.shape(), inputs.get(1).shape()));
    int length = GatherOp.length(y.shape(), axis);
    int outer = y.data().length / (size * length);
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < indices.length; j++) {
        for (int k = 0; k < length && indices[j] >= 0 && indices[j] < size; k++) {
          y.data()[(i * size + (int) indices[j]) * length + k] +=
              x.data()[(i * indices.length + j) * length + k];
        }
      }
    }
    return List.of(y);
  }

  private Shape results(Shape x, Shape indices) {
    Shape rest = x;
    for (int i = 0; i < indices.rank(); i++) {
      rest = rest.remove(axis);
    }
    return rest.insert(axis, size);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(inputs.getFirst().elements());
  }
}
