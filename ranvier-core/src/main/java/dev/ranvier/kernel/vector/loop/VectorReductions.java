package dev.ranvier.kernel.vector.loop;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setFloat;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.load;
import static dev.ranvier.kernel.vector.memory.Vectors.store;

import dev.ranvier.kernel.vector.memory.Vectors;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Reductions by vectors; what is left of a row goes one element at a time. */
public final class VectorReductions implements Reductions {
  /** Elements below which rows are added one number at a time. */
  private static final long SMALL = 1 << 12;

  private static final VectorShuffle<Float> BY_EIGHT = rotation(8);
  private static final VectorShuffle<Float> BY_FOUR = rotation(4);
  private static final VectorShuffle<Float> BY_TWO = rotation(2);

  private final ScalarReductions fewer = new ScalarReductions();

  @Override
  public float sum(long x, int count) {
    int fours = count / (4 * LANES);
    int whole = 4 * LANES * fours;
    float rest = fewer.sum(x + 4L * whole, count - whole);
    return fours > 0 ? sumFours(x, fours) + rest : rest;
  }

  /**
   * Four sums side by side, then their lanes, halves added to halves. The order in which {@code
   * reduceLanes} adds is not specified and differs between the JVM's interpreter and its compilers.
   * All in one method: HotSpot may box a vector that is passed to another.
   */
  private static float sumFours(long x, int fours) {
    FloatVector a = load(x);
    FloatVector b = load(x + BYTES);
    FloatVector c = load(x + 2L * BYTES);
    FloatVector d = load(x + 3L * BYTES);
    for (int i = 1; i < fours; i++) {
      long from = x + 4L * i * BYTES;
      a = a.add(load(from));
      b = b.add(load(from + BYTES));
      c = c.add(load(from + 2L * BYTES));
      d = d.add(load(from + 3L * BYTES));
    }
    FloatVector sum = a.add(b).add(c.add(d));
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(BY_EIGHT));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(BY_FOUR));
    }
    sum = sum.add(sum.rearrange(BY_TWO));
    return sum.lane(0) + sum.lane(1);
  }

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(Vectors.FLOATS, lanes % LANES, 1, true);
  }

  @Override
  public float max(long x, int count) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (count >= LANES) {
      FloatVector a = load(x);
      for (i = LANES; i <= count - LANES; i += LANES) {
        a = a.max(load(x + 4L * i));
      }
      max = a.reduceLanes(VectorOperators.MAX); // exact in any order
    }
    for (; i < count; i++) {
      max = Math.max(max, getFloat(x + 4L * i));
    }
    return max;
  }

  @Override
  public void addRows(long target, long x, int rows, int columns) {
    long stride = 4L * columns;
    int c = 0;
    // Small sums are never compiled to vectors: until then each vector is an object on the heap.
    int inVectors = (long) rows * columns < SMALL ? 0 : columns;
    for (; c <= inVectors - 4 * LANES; c += 4 * LANES) {
      addFour(target + 4L * c, x + 4L * c, rows, stride);
    }
    for (; c <= inVectors - LANES; c += LANES) {
      addOne(target + 4L * c, x + 4L * c, rows, stride);
    }
    for (; c < columns; c++) {
      float sum = getFloat(target + 4L * c);
      for (int row = 0; row < rows; row++) {
        sum += getFloat(x + 4L * c + row * stride);
      }
      setFloat(target + 4L * c, sum);
    }
  }

  private static void addFour(long target, long x, int rows, long stride) {
    FloatVector a = load(target);
    FloatVector b = load(target + BYTES);
    FloatVector c = load(target + 2L * BYTES);
    FloatVector d = load(target + 3L * BYTES);
    long from = x;
    for (int row = 0; row < rows; row++) {
      a = a.add(load(from));
      b = b.add(load(from + BYTES));
      c = c.add(load(from + 2L * BYTES));
      d = d.add(load(from + 3L * BYTES));
      from += stride;
    }
    store(a, target);
    store(b, target + BYTES);
    store(c, target + 2L * BYTES);
    store(d, target + 3L * BYTES);
  }

  private static void addOne(long target, long x, int rows, long stride) {
    FloatVector a = load(target);
    for (int row = 0; row < rows; row++) {
      a = a.add(load(x + row * stride));
    }
    store(a, target);
  }

  @Override
  public void maxOfRows(long target, long x, int rows, int columns) {
    long stride = 4L * columns;
    int c = 0;
    for (; c <= columns - LANES; c += LANES) {
      FloatVector a = load(target + 4L * c);
      for (int row = 0; row < rows; row++) {
        a = a.max(load(x + 4L * c + row * stride));
      }
      store(a, target + 4L * c);
    }
    for (; c < columns; c++) {
      float max = getFloat(target + 4L * c);
      for (int row = 0; row < rows; row++) {
        max = Math.max(max, getFloat(x + 4L * c + row * stride));
      }
      setFloat(target + 4L * c, max);
    }
  }

  @Override
  public void scale(long x, int count, float factor) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      store(load(x + 4L * i).mul(factor), x + 4L * i);
    }
    for (; i < count; i++) {
      setFloat(x + 4L * i, getFloat(x + 4L * i) * factor);
    }
  }
}
