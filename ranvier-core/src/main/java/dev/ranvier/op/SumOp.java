package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum over some axes, which keep size one.
 *
 * <p>Formula: y[…, 0, …] = Σᵢ x[…, i, …]. Errors: an axis the input does not have. Remove the axes
 * of size one with {@link ReshapeOp}.
 *
 * @param axes the axes that are summed over, counted from 0, ascending
 */
public record SumOp(List<Integer> axes) implements Op {
  /** Sorts the list and drops repeated axes. */
  public SumOp {
    axes = axes.stream().sorted().distinct().toList();
  }

  /** The sum over all axes, as a scalar. */
  public static Node all(Node x) {
    List<Integer> every = IntStream.range(0, x.shape().rank()).boxed().toList();
    return every.isEmpty() ? x : ReshapeOp.to(new SumOp(every).apply(x), Shape.SCALAR);
  }

  /** Sums whatever broadcasting repeated, so that the result has the given shape. */
  public static Node to(Node x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    int extra = x.shape().rank() - shape.rank();
    List<Integer> repeated = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      int wanted = axis < extra ? 1 : shape.size(axis - extra);
      if (wanted != x.shape().size(axis)) {
        repeated.add(axis);
      }
    }
    return ReshapeOp.to(repeated.isEmpty() ? x : new SumOp(repeated).apply(x), shape);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    return List.of(Arguments.reduced(name(), axes, inputs.getFirst()));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(BroadcastToOp.shape(backward.upstream(), backward.input(0).shape()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return List.of(new Outcome.Reduced(Fold.SUM, axes).apply(inputs.getFirst()));
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(inputs.getFirst().elements());
  }
}
