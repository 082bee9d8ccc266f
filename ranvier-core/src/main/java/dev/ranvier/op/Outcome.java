package dev.ranvier.op;

import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** What becomes of an output of a {@link FusedOp} program. */
public sealed interface Outcome {
  /**
   * Every element is a result.
   *
   * @param dtype f32 or bf16, to which it is rounded
   */
  record Stored(DType dtype) implements Outcome {}

  /**
   * The elements along some axes become one, in f32; the axes keep size one.
   *
   * @param function how
   * @param axes the axes, counted from 0, ascending
   */
  record Reduced(Fold function, List<Integer> axes) implements Outcome {
    /** Copies the list. */
    public Reduced {
      axes = List.copyOf(axes);
    }

    /** The reduced array. */
    NdArray apply(NdArray x) {
      NdArray y = NdArray.zeros(type(x.shape()).shape());
      Arrays.fill(y.data(), function.neutral());
      int[] target = NdArray.broadcastOffsets(y.shape(), x.shape());
      for (int i = 0; i < target.length; i++) {
        double sofar = y.data()[target[i]];
        y.data()[target[i]] = function.combination().evaluate(sofar, x.data()[i]);
      }
      return y;
    }
  }

  /** The type of the result of a program that runs over a shape. */
  default TensorType type(Shape shape) {
    return switch (this) {
      case Stored(DType dtype) -> new TensorType(dtype, shape);
      case Reduced(Fold function, List<Integer> axes) ->
          Arguments.reduced(FusedOp.NAME, axes, Arguments.f32(shape));
    };
  }
}
