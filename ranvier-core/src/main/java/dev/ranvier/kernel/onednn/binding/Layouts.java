package dev.ranvier.kernel.onednn.binding;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;

/** How Ranvier lays out its tensors, in oneDNN's terms. */
public final class Layouts {
  private Layouts() {}

  /** A row-major tensor with its axes as they are. */
  public static MemoryDescription rowMajor(TensorType type) {
    return MemoryDescription.rowMajor(DataType.of(type.dtype()), dimensions(type.shape()));
  }

  /** A matrix, or the transpose of one. */
  public static MemoryDescription matrix(TensorType type, boolean transposed) {
    return rowsOf(type, transposed, type.shape().size(transposed ? 1 : 0));
  }

  /** Some neighbouring rows of a matrix, or of the transpose of one. */
  public static MemoryDescription rowsOf(TensorType type, boolean transposed, long rows) {
    DataType element = DataType.of(type.dtype());
    long columns = type.shape().size(1);
    return transposed
        ? MemoryDescription.strided(
            element, new long[] {rows, type.shape().size(0)}, new long[] {1, columns})
        : MemoryDescription.rowMajor(element, rows, columns);
  }

  /** Matrices side by side, or the transposes of such; all axes but the last two are joined. */
  public static MemoryDescription matrices(TensorType type, boolean transposed) {
    DataType element = DataType.of(type.dtype());
    long rows = type.shape().size(-2);
    long columns = type.shape().size(-1);
    long count = type.shape().elements() / (rows * columns);
    return transposed
        ? MemoryDescription.strided(
            element, new long[] {count, columns, rows}, new long[] {rows * columns, 1, columns})
        : MemoryDescription.rowMajor(element, count, rows, columns);
  }

  /** One number a column, to be repeated along the rows. */
  public static MemoryDescription row(Shape shape) {
    return MemoryDescription.rowMajor(DataType.F32, 1, shape.size(0));
  }

  /** One number a channel. */
  public static MemoryDescription vector(int size) {
    return MemoryDescription.rowMajor(DataType.F32, size);
  }

  /** Images [N, H, W, C], which oneDNN counts as N, C, H, W. */
  public static MemoryDescription images(TensorType type) {
    Shape shape = type.shape();
    return MemoryDescription.channelsLast(
        DataType.of(type.dtype()), shape.size(0), shape.size(3), shape.size(1), shape.size(2));
  }

  /** Anything whose last axis is channels, as N × C × 1 × 1 with all other axes joined in N. */
  static MemoryDescription positions(TensorType type) {
    Shape shape = type.shape();
    long channels = shape.size(-1);
    return MemoryDescription.channelsLast(
        DataType.of(type.dtype()), shape.elements() / channels, channels, 1, 1);
  }

  /** Filters [H, W, C / groups, O], which oneDNN counts as (G,) O, C, H, W. */
  public static MemoryDescription filters(TensorType type, int groups) {
    DataType element = DataType.of(type.dtype());
    Shape shape = type.shape();
    long rows = shape.size(0);
    long columns = shape.size(1);
    long in = shape.size(2);
    long out = shape.size(3);
    long[] strides = {1, out, columns * in * out, in * out};
    return groups == 1
        ? MemoryDescription.strided(element, new long[] {out, in, rows, columns}, strides)
        : MemoryDescription.strided(
            element,
            new long[] {groups, out / groups, in, rows, columns},
            new long[] {out / groups, strides[0], strides[1], strides[2], strides[3]});
  }

  /** Filters in whatever layout the primitive likes best. */
  public static MemoryDescription anyFilters(DataType element, Shape shape, int groups) {
    long rows = shape.size(0);
    long columns = shape.size(1);
    long in = shape.size(2);
    long out = shape.size(3);
    return groups == 1
        ? MemoryDescription.any(element, out, in, rows, columns)
        : MemoryDescription.any(element, groups, out / groups, in, rows, columns);
  }

  /** A matrix in whatever layout the primitive likes best. */
  public static MemoryDescription anyMatrix(DataType element, Shape shape, boolean transposed) {
    return MemoryDescription.any(
        element, shape.size(transposed ? 1 : 0), shape.size(transposed ? 0 : 1));
  }

  private static long[] dimensions(Shape shape) {
    long[] dimensions = new long[shape.rank()];
    for (int axis = 0; axis < dimensions.length; axis++) {
      dimensions[axis] = shape.size(axis);
    }
    return dimensions;
  }
}
