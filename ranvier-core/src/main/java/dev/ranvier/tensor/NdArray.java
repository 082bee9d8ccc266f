package dev.ranvier.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A plain array of doubles with a shape, row-major: what an op's readable definition computes with.
 *
 * <p>It lives on the Java heap, is not thread-safe and is never used by fast kernels.
 *
 * @param shape the sizes of the axes
 * @param data the elements in row-major order, as many as the shape says
 */
public record NdArray(Shape shape, double[] data) {
  /** Checks that the data fill the shape. */
  public NdArray {
    if (shape.elements() != data.length) {
      throw new IllegalArgumentException(
          "array: shape " + shape + " has " + shape.elements() + " elements, got " + data.length);
    }
  }

  /** An array of zeros. */
  public static NdArray zeros(Shape shape) {
    return new NdArray(shape, new double[shape.elementCount()]);
  }

  /** An array of the given values. */
  public static NdArray of(Shape shape, double... values) {
    return new NdArray(shape, values);
  }

  /** A single number. */
  public static NdArray scalar(double value) {
    return new NdArray(Shape.SCALAR, new double[] {value});
  }

  /** The element at the given position, one index an axis. */
  public double get(int... indices) {
    return data[offset(indices)];
  }

  /** Changes the element at the given position. */
  public void set(double value, int... indices) {
    data[offset(indices)] = value;
  }

  /** The row-major position of an element in {@link #data}. */
  public int offset(int... indices) {
    if (indices.length != shape.rank()) {
      throw new IllegalArgumentException(
          "array of shape " + shape + " takes " + shape.rank() + " indices, got " + indices.length);
    }
    int offset = 0;
    for (int axis = 0; axis < indices.length; axis++) {
      int size = shape.size(axis);
      if (indices[axis] < 0 || indices[axis] >= size) {
        throw new IndexOutOfBoundsException(
            "array of shape " + shape + " has no element " + Arrays.toString(indices));
      }
      offset = offset * size + indices[axis];
    }
    return offset;
  }

  /** A new array whose elements are those of this one under a function. */
  public NdArray map(DoubleUnaryOperator function) {
    return new NdArray(shape, Arrays.stream(data).map(function).toArray());
  }

  /** The same elements under another shape of as many elements. */
  public NdArray reshape(Shape other) {
    return new NdArray(other, data);
  }

  /** This array repeated along axes of size one to fill {@code target}; see {@link Shape}. */
  public NdArray broadcastTo(Shape target) {
    if (shape.equals(target)) {
      return this;
    }
    NdArray result = zeros(target);
    int[] source = broadcastOffsets(shape, target);
    for (int i = 0; i < source.length; i++) {
      result.data[i] = data[source[i]];
    }
    return result;
  }

  /** For every element of {@code target}, the position in {@code source} that broadcasts to it. */
  public static int[] broadcastOffsets(Shape source, Shape target) {
    if (!source.broadcastsTo(target)) {
      throw new IllegalArgumentException("shape " + source + " does not broadcast to " + target);
    }
    long[] sourceStrides = source.strides();
    int missing = target.rank() - source.rank();
    int[] offsets = new int[target.elementCount()];
    int[] index = new int[target.rank()];
    for (int i = 0; i < offsets.length; i++) {
      long offset = 0;
      for (int axis = missing; axis < index.length; axis++) {
        offset +=
            source.size(axis - missing) == 1 ? 0 : index[axis] * sourceStrides[axis - missing];
      }
      offsets[i] = (int) offset;
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == target.size(axis); axis--) {
        index[axis] = 0;
      }
    }
    return offsets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NdArray array
        && shape.equals(array.shape)
        && Arrays.equals(data, array.data);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "NdArray" + shape + Arrays.toString(Arrays.copyOf(data, Math.min(8, data.length)));
  }
}
