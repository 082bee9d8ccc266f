package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several tensors joined along an axis.
 *
 * <p>Shapes: all inputs agree but for the size of that axis; the result has the sum of these sizes.
 * Errors: no input, inputs that differ elsewhere or in element type.
 *
 * @param axis the axis they are joined along, counted from 0
 */
public record ConcatenateOp(int axis) implements Movement {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("concatenate: takes at least 1 input, got none");
    }
    TensorType first = inputs.getFirst();
    if (axis < 0 || axis >= first.shape().rank()) {
      throw new IllegalArgumentException(
          "concatenate: input " + first + " has no axis " + axis + "; axes count from 0");
    }
    for (TensorType input : inputs) {
      if (input.dtype() != first.dtype()
          || input.shape().rank() != first.shape().rank()
          || !input.shape().with(axis, 1).equals(first.shape().with(axis, 1))) {
        throw new IllegalArgumentException(
            "concatenate: inputs "
                + inputs
                + " must agree in all but the size of axis "
                + axis
                + ", "
                + input
                + " differs from "
                + first);
      }
    }
    return List.of(first.withShape(results(inputs.stream().map(TensorType::shape).toList())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    List<Node> gradients = new ArrayList<>();
    List<Integer> starts = new ArrayList<>(zeros(backward.upstream().shape()));
    for (Node input : backward.application().inputs()) {
      gradients.add(
          input.dtype().isFloating()
              ? SliceOp.of(backward.upstream(), starts, input.shape())
              : null);
      starts.set(axis, starts.get(axis) + input.shape().size(axis));
    }
    return Backward.gradients(gradients.toArray(Node[]::new));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray y = NdArray.zeros(results(inputs.stream().map(NdArray::shape).toList()));
    List<Integer> starts = new ArrayList<>(zeros(y.shape()));
    for (NdArray input : inputs) {
      int[] offsets = SliceOp.offsets(y.shape(), starts, input.shape());
      for (int i = 0; i < offsets.length; i++) {
        y.data()[offsets[i]] = input.data()[i];
      }
      starts.set(axis, starts.get(axis) + input.shape().size(axis));
    }
    return List.of(y);
  }

  private Shape results(List<Shape> inputs) {
    return inputs.getFirst().with(axis, inputs.stream().mapToInt(x -> x.size(axis)).sum());
  }

  private static List<Integer> zeros(Shape shape) {
    return Collections.nCopies(shape.rank(), 0);
  }
}
