package dev.ranvier.kernel.onednn;

import dev.ranvier.tensor.Shape;

/** How Ranvier lays out its tensors, in oneDNN's terms; all single precision. */
final class Layouts {
  private Layouts() {}

  /** A row-major tensor with its axes as they are. */
  static MemoryDescription rowMajor(Shape shape) {
    return MemoryDescription.rowMajor(DataType.F32, dimensions(shape));
  }

  /** A matrix, or the transpose of one. */
  static MemoryDescription matrix(Shape shape, boolean transposed) {
    long rows = shape.size(0);
    long columns = shape.size(1);
    return transposed
        ? MemoryDescription.strided(
            DataType.F32, new long[] {columns, rows}, new long[] {1, columns})
        : MemoryDescription.rowMajor(DataType.F32, rows, columns);
  }

  /** One number a column, to be repeated along the rows. */
  static MemoryDescription row(Shape shape) {
    return MemoryDescription.rowMajor(DataType.F32, 1, shape.size(0));
  }

  /** One number a channel. */
  static MemoryDescription vector(int size) {
    return MemoryDescription.rowMajor(DataType.F32, size);
  }

  /** Images [N, H, W, C], which oneDNN counts as N, C, H, W. */
  static MemoryDescription images(Shape shape) {
    return MemoryDescription.channelsLast(
        DataType.F32, shape.size(0), shape.size(3), shape.size(1), shape.size(2));
  }

  /** Images in whatever layout the primitive likes best. */
  static MemoryDescription anyImages(Shape shape) {
    return MemoryDescription.any(
        DataType.F32, shape.size(0), shape.size(3), shape.size(1), shape.size(2));
  }

  /** Anything whose last axis is channels, as N × C × 1 × 1 with all other axes joined in N. */
  static MemoryDescription positions(Shape shape) {
    long channels = shape.size(-1);
    return MemoryDescription.channelsLast(
        DataType.F32, shape.elements() / channels, channels, 1, 1);
  }

  /** Filters [H, W, C / groups, O], which oneDNN counts as (G,) O, C, H, W. */
  static MemoryDescription filters(Shape shape, int groups) {
    long rows = shape.size(0);
    long columns = shape.size(1);
    long in = shape.size(2);
    long out = shape.size(3);
    long[] strides = {1, out, columns * in * out, in * out};
    return groups == 1
        ? MemoryDescription.strided(DataType.F32, new long[] {out, in, rows, columns}, strides)
        : MemoryDescription.strided(
            DataType.F32,
            new long[] {groups, out / groups, in, rows, columns},
            new long[] {out / groups, strides[0], strides[1], strides[2], strides[3]});
  }

  /** Filters in whatever layout the primitive likes best. */
  static MemoryDescription anyFilters(Shape shape, int groups) {
    long rows = shape.size(0);
    long columns = shape.size(1);
    long in = shape.size(2);
    long out = shape.size(3);
    return groups == 1
        ? MemoryDescription.any(DataType.F32, out, in, rows, columns)
        : MemoryDescription.any(DataType.F32, groups, out / groups, in, rows, columns);
  }

  private static long[] dimensions(Shape shape) {
    long[] dimensions = new long[shape.rank()];
    for (int axis = 0; axis < dimensions.length; axis++) {
      dimensions[axis] = shape.size(axis);
    }
    return dimensions;
  }
}
