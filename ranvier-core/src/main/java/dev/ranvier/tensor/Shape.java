package dev.ranvier.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor's axes, outermost first.
 *
 * <p>Axes may be named by negative numbers, counted from the end: {@code -1} is the innermost.
 * Every size is at least one, but in shapes of {@link #ofStored}; the number of elements fits a
 * {@code long}.
 */
public final class Shape {
  /** The shape of a single number: no axes, one element. */
  public static final Shape SCALAR = new Shape();

  private final int[] sizes;

  private Shape(int... sizes) {
    this.sizes = sizes;
  }

  /**
   * A shape with the given sizes.
   *
   * @throws IllegalArgumentException when a size is below one or their product too large
   */
  public static Shape of(int... sizes) {
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "shape: every size must be at least 1, got "
                + Arrays.toString(sizes)
                + "; leave out what is empty");
      }
    }
    return ofStored(sizes);
  }

  /**
   * A shape that may have sizes of zero: that of a tensor without elements, as files hold them. No
   * graph takes one, and what is made of it by {@link #with} and the like must have no zero left.
   *
   * @throws IllegalArgumentException when a size is below zero or their product too large
   */
  public static Shape ofStored(int... sizes) {
    long elements = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "shape: no size may be below 0, got " + Arrays.toString(sizes));
      }
      // Zeros are left out: the strides of the others must fit too.
      if (elements > Long.MAX_VALUE / Math.max(size, 1)) {
        throw new IllegalArgumentException(
            "shape: " + Arrays.toString(sizes) + " has more than 2^63 elements");
      }
      elements *= Math.max(size, 1);
    }
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** The size of one axis; negative axes count from the end. */
  public int size(int axis) {
    return sizes[axis(axis)];
  }

  /**
   * The axis as a number from 0 to rank − 1.
   *
   * @throws IllegalArgumentException when there is no such axis
   */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + sizes.length : axis;
    if (positive < 0 || positive >= sizes.length) {
      throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
    }
    return positive;
  }

  /** The product of all sizes. */
  public long elements() {
    long product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  /** Whether there are no elements; see {@link #ofStored}. */
  public boolean isEmpty() {
    return elements() == 0;
  }

  /**
   * The product of all sizes as an int, which an array's length and most loops count in.
   *
   * @throws IllegalArgumentException when it is larger than an int can be
   */
  public int elementCount() {
    long elements = elements();
    if (elements > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape "
              + this
              + ": has "
              + elements
              + " elements, expected at most "
              + Integer.MAX_VALUE
              + "; make an axis smaller");
    }
    return (int) elements;
  }

  /** The sizes as a fresh array. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** For each axis, how many elements apart two neighbours along it lie (row-major order). */
  public long[] strides() {
    long[] strides = new long[sizes.length];
    long step = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= sizes[axis];
    }
    return strides;
  }

  /** This shape with another size on one axis. */
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis(axis)] = size;
    return of(changed);
  }

  /** This shape with one more axis of the given size in front of position {@code axis}. */
  public Shape insert(int axis, int size) {
    int position = axis < 0 ? axis + sizes.length + 1 : axis;
    if (position < 0 || position > sizes.length) {
      throw new IllegalArgumentException(
          "shape " + this + " can take an axis at 0 to " + sizes.length + ", not at " + axis);
    }
    int[] longer = new int[sizes.length + 1];
    System.arraycopy(sizes, 0, longer, 0, position);
    longer[position] = size;
    System.arraycopy(sizes, position, longer, position + 1, sizes.length - position);
    return of(longer);
  }

  /** This shape without one axis. */
  public Shape remove(int axis) {
    int position = axis(axis);
    int[] shorter = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, shorter, 0, position);
    System.arraycopy(sizes, position + 1, shorter, position, shorter.length - position);
    return of(shorter);
  }

  /** The axes from {@code from} (inclusive) to {@code to} (exclusive) as a shape. */
  public Shape slice(int from, int to) {
    if (from < 0 || from > to || to > sizes.length) {
      throw new IllegalArgumentException(
          "shape " + this + " has no axes from " + from + " to before " + to);
    }
    return of(Arrays.copyOfRange(sizes, from, to));
  }

  /**
   * Whether a tensor of this shape can be repeated along axes of size one to fill {@code target}.
   */
  public boolean broadcastsTo(Shape target) {
    int missing = target.sizes.length - sizes.length;
    if (missing < 0) {
      return false;
    }
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] != 1 && sizes[axis] != target.sizes[axis + missing]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The smallest shape that both shapes broadcast to, by NumPy's rule: axes are matched from the
   * innermost, and a size of one stretches.
   *
   * @throws IllegalArgumentException when two sizes differ and neither is one
   */
  public static Shape broadcast(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    int[] sizes = new int[rank];
    for (int axis = 1; axis <= rank; axis++) {
      int a = axis <= left.rank() ? left.size(-axis) : 1;
      int b = axis <= right.rank() ? right.size(-axis) : 1;
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "shapes " + left + " and " + right + " do not broadcast: " + a + " against " + b);
      }
      sizes[rank - axis] = Math.max(a, b);
    }
    return of(sizes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes in brackets: {@code [32,784]}; a scalar is {@code []}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes).replace(" ", "");
  }
}
