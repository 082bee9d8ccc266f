package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Uniform random numbers in [0, 1): element i is {@link CounterRandom#uniform} of the key at i.
 *
 * <p>Shapes: the key is an i32 scalar, the result has the given shape. No gradient. The plan fuses
 * it into the elementwise loop that reads it.
 *
 * @param shape the shape of the result
 */
public record UniformOp(Shape shape) implements Op {
  /** The formula over the key. */
  public static final Expression FORMULA = new Expression.Random(Expression.argument(0));

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), 1, inputs);
    Arguments.dtype(name(), "the key", DType.I32, inputs.getFirst());
    Arguments.rank(name(), "the key", 0, inputs.getFirst());
    return List.of(new TensorType(DType.F32, shape));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    return backward.none();
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return FusedOp.evaluate(shape, ScalarProgram.of(1, List.of(FORMULA)), inputs);
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(result.elements());
  }
}
