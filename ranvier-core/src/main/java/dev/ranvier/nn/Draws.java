package dev.ranvier.nn;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.function.IntToDoubleFunction;

/** Fills tensors with random numbers. */
public final class Draws {
  private Draws() {}

  /** Uniform numbers in ±limit. */
  public static Tensor uniform(Shape shape, double limit, CounterRandom random) {
    return fill(shape, i -> (2 * random.uniform(i) - 1) * limit);
  }

  /** Normal numbers of mean 0. */
  public static Tensor normal(Shape shape, double deviation, CounterRandom random) {
    return fill(shape, i -> random.normal(i) * deviation);
  }

  /** The element at a row-major index as a function of the index. */
  public static Tensor fill(Shape shape, IntToDoubleFunction value) {
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, shape));
    int count = shape.elementCount();
    for (int i = 0; i < count; i++) {
      tensor.setDouble(i, value.applyAsDouble(i));
    }
    return tensor;
  }
}
