package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The input repeated along axes of size one (and new outer axes) to fill a shape.
 *
 * <p>Elementwise ops broadcast by themselves; where only they read the result, the plan leaves this
 * out. Errors: a shape the input does not broadcast to.
 *
 * @param shape the shape of the result
 */
public record BroadcastToOp(Shape shape) implements Op {
  /** The node broadcast to a shape; the node itself where it has that shape. */
  public static Node shape(Node x, Shape shape) {
    return x.shape().equals(shape) ? x : new BroadcastToOp(shape).apply(x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    if (!x.shape().broadcastsTo(shape)) {
      throw new IllegalArgumentException(
          "broadcast-to: input "
              + x
              + " cannot be repeated to "
              + shape
              + "; from the last axis on, sizes must be equal or 1");
    }
    return List.of(x.withShape(shape));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(SumOp.to(backward.upstream(), backward.input(0).shape()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return List.of(inputs.getFirst().broadcastTo(shape));
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
