package dev.ranvier.graph;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;

/** A value fixed when the graph is built. */
public final class Literal implements Node {
  private final TensorType type;
  private final NdArray value;

  /** A constant of the given element type. */
  public Literal(DType dtype, NdArray value) {
    this.type = new TensorType(dtype, value.shape());
    this.value = value;
  }

  /** A single-precision number. */
  public static Literal of(double value) {
    return new Literal(DType.F32, NdArray.scalar(value));
  }

  /** Its elements; not to be changed. */
  public NdArray value() {
    return value;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public String toString() {
    return value.data().length == 1 ? Double.toString(value.data()[0]) : "constant:" + type;
  }
}
