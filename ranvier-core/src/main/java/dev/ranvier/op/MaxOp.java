package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The greatest number over some axes, which keep size one.
 *
 * <p>Formula: y[…, 0, …] = maxᵢ x[…, i, …]. Where several numbers are greatest, they share the
 * gradient equally; NaN counts as greater than any number. Errors: an axis the input does not have.
 * Remove the axes of size one with {@link ReshapeOp}.
 *
 * @param axes the axes that are searched, counted from 0, ascending
 */
public record MaxOp(List<Integer> axes) implements Op {
  /** Sorts the list and drops repeated axes. */
  public MaxOp {
    axes = axes.stream().sorted().distinct().toList();
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.floating(name(), inputs);
    return List.of(Arguments.reduced(name(), axes, inputs.getFirst()));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    Node winners = new EqualOp().apply(backward.input(0), backward.result());
    Node share = Ops.divide(backward.upstream(), new SumOp(axes).apply(winners));
    return Backward.gradients(Ops.multiply(winners, share));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return List.of(new Outcome.Reduced(Fold.MAX, axes).apply(inputs.getFirst()));
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(inputs.getFirst().elements());
  }
}
