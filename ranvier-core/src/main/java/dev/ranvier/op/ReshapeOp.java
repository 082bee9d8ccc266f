package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The same elements in row-major order under another shape. Plans give it no work: the result
 * shares the input's memory.
 *
 * <p>Errors: a shape of another number of elements.
 *
 * @param shape the shape of the result
 */
public record ReshapeOp(Shape shape) implements Movement {
  /** The node under another shape; the node itself where it has that shape. */
  public static Node to(Node x, Shape shape) {
    return x.shape().equals(shape) ? x : new ReshapeOp(shape).apply(x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    TensorType x = inputs.getFirst();
    if (x.shape().elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "reshape: input "
              + x
              + " has "
              + x.shape().elements()
              + " elements, the shape "
              + shape
              + " needs "
              + shape.elements());
    }
    return List.of(x.withShape(shape));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return Backward.gradients(ReshapeOp.to(backward.upstream(), backward.input(0).shape()));
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return List.of(inputs.getFirst().reshape(shape));
  }
}
