package dev.ranvier.tensor;

import java.util.Locale;

/**
 * What is known of a tensor before it has values: its element type and shape.
 *
 * @param dtype the element type
 * @param shape the sizes of its axes
 */
public record TensorType(DType dtype, Shape shape) {
  /** Checks that the bytes of all elements can be counted. */
  public TensorType {
    if (shape.elements() > Long.MAX_VALUE / dtype.bytes()) {
      throw new IllegalArgumentException(
          "tensor "
              + text(dtype, shape)
              + ": has more than 2^63 bytes, more than any machine; make an axis smaller");
    }
  }

  /** A single-precision type of the given sizes. */
  public static TensorType f32(int... sizes) {
    return new TensorType(DType.F32, Shape.of(sizes));
  }

  /** An integer type of the given sizes. */
  public static TensorType i32(int... sizes) {
    return new TensorType(DType.I32, Shape.of(sizes));
  }

  /** The same element type with another shape. */
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  /** The same shape with another element type. */
  public TensorType withDType(DType other) {
    return new TensorType(other, shape);
  }

  /** The size of all elements in bytes. */
  public long bytes() {
    return Math.multiplyExact(shape.elements(), dtype.bytes());
  }

  /** For example {@code f32[32,784]}. */
  @Override
  public String toString() {
    return text(dtype, shape);
  }

  private static String text(DType dtype, Shape shape) {
    return dtype.name().toLowerCase(Locale.ROOT) + shape;
  }
}
