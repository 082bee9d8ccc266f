package dev.ranvier.tensor;

/**
 * What is known of a tensor before it has values: its element type and shape.
 *
 * @param dtype the element type
 * @param shape the sizes of its axes
 */
public record TensorType(DType dtype, Shape shape) {
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
    return shape.elements() * dtype.bytes();
  }

  /** For example {@code f32[32,784]}. */
  @Override
  public String toString() {
    return dtype.name().toLowerCase(java.util.Locale.ROOT) + shape;
  }
}
