package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tensor cut along an axis into equal parts, one result each. Where all parts are needed, this is
 * cheaper than as many slices: the gradient is one concatenation.
 *
 * <p>Shapes: x [a…, n, b…], each result [a…, n / parts, b…]. Errors: an axis x does not have, a
 * number of parts that does not divide its size.
 *
 * @param axis the axis that is cut, from 0
 * @param parts the number of results
 */
public record SplitOp(int axis, int parts) implements Movement {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    if (axis < 0 || axis >= x.shape().rank()) {
      throw new IllegalArgumentException(
          "split: input " + x + " has no axis " + axis + "; axes count from 0");
    }
    if (parts < 1 || x.shape().size(axis) % parts != 0) {
      throw new IllegalArgumentException(
          "split: " + parts + " parts must divide axis " + axis + " of input " + x);
    }
    return Collections.nCopies(parts, x.withShape(part(x.shape())));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    if (!backward.input(0).dtype().isFloating()) {
      return backward.none();
    }
    List<Node> gradients = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      Node upstream = backward.upstreams().get(i);
      gradients.add(upstream == null ? zeros(backward.result(i)) : upstream);
    }
    return Backward.gradients(new ConcatenateOp(axis).apply(gradients.toArray(Node[]::new)));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    Shape part = part(x.shape());
    List<NdArray> results = new ArrayList<>();
    List<Integer> starts = new ArrayList<>(Collections.nCopies(part.rank(), 0));
    for (int i = 0; i < parts; i++) {
      starts.set(axis, i * part.size(axis));
      int[] offsets = SliceOp.offsets(x.shape(), starts, part);
      NdArray result = NdArray.zeros(part);
      for (int j = 0; j < offsets.length; j++) {
        result.data()[j] = x.data()[offsets[j]];
      }
      results.add(result);
    }
    return results;
  }

  private Shape part(Shape x) {
    return x.with(axis, x.size(axis) / parts);
  }

  private static Node zeros(Node like) {
    Node zero = new Literal(like.dtype(), NdArray.scalar(0));
    return BroadcastToOp.shape(zero, like.shape());
  }
}
