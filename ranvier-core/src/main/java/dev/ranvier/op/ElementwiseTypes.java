package dev.ranvier.op;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/** The shape and type rule that all elementwise ops share. */
final class ElementwiseTypes {
  private ElementwiseTypes() {}

  /** The broadcast shape; the type is the inputs' floating type, f32 where none is floating. */
  static TensorType infer(String op, int arity, List<TensorType> inputs) {
    Arguments.count(op, arity, inputs);
    Shape shape = Shape.SCALAR;
    DType dtype = null;
    for (TensorType input : inputs) {
      if (!shape.broadcastsTo(input.shape()) && !input.shape().broadcastsTo(shape)) {
        requireBroadcast(op, shape, input.shape(), inputs);
      }
      shape = Shape.broadcast(shape, input.shape());
      if (input.dtype().isFloating()) {
        if (dtype != null && dtype != input.dtype()) {
          throw new IllegalArgumentException(
              op + ": inputs " + inputs + " mix element types; cast one of them");
        }
        dtype = input.dtype();
      }
    }
    return new TensorType(dtype == null ? DType.F32 : dtype, shape);
  }

  private static void requireBroadcast(String op, Shape a, Shape b, List<TensorType> inputs) {
    try {
      Shape.broadcast(a, b);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          op
              + ": inputs "
              + inputs
              + " do not broadcast, expected sizes equal or 1 from the last axis on; reshape one",
          e);
    }
  }
}
