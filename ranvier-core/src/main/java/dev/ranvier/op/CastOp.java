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
 * The same numbers in another element type.
 *
 * <p>To a floating type: rounded to nearest, ties to even, when stored (the definition, which
 * computes in double precision, leaves them as they are). To an integer type: without the fraction,
 * numbers outside the range become its nearest end, NaN becomes 0. The gradient is cast back; none
 * flows through integers.
 *
 * @param dtype the element type of the result
 */
public record CastOp(DType dtype) implements Op {
  /** The node in an element type; the node itself where it has that type. */
  public static Node to(Node x, DType dtype) {
    return x.dtype() == dtype ? x : new CastOp(dtype).apply(x);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    return List.of(inputs.getFirst().withDType(dtype));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    DType from = backward.input(0).dtype();
    return dtype.isFloating() && from.isFloating()
        ? Backward.gradients(CastOp.to(backward.upstream(), from))
        : backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    NdArray x = inputs.getFirst();
    return List.of(
        switch (dtype) {
          case F32, BF16, F64 -> x;
          case I32 -> x.map(value -> (int) value);
          case U8 -> x.map(value -> Math.clamp((int) value, 0, 255));
        });
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
