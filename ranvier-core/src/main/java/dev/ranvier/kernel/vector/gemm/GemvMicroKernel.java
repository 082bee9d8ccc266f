package dev.ranvier.kernel.vector.gemm;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.ranvier.kernel.vector.winograd.WinogradTransforms;
import jdk.incubator.vector.FloatVector;

/**
 * A row times five or two vectors of a matrix's columns, whose sums stay in registers while the
 * matrix passes by: it takes as long as the matrix takes to come from the cache.
 *
 * <p>In all of them, {@code row} is where the row's {@code depth} numbers lie, {@code matrix} where
 * the columns begin, {@code step} the bytes from one row of the matrix to the next; a bias is added
 * unless its address is 0, and then {@code floor} is the least number stored.
 *
 * <p>Vectors are loaded and stored without helpers, as in {@link WinogradTransforms} and for its
 * reason.
 */
public final class GemvMicroKernel {
  private GemvMicroKernel() {}

  static void five(
      long row, int depth, long matrix, long step, long bias, float floor, long results) {
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    long from = matrix;
    for (int k = 0; k < depth; k++) {
      FloatVector factor = broadcast(FLOATS, getFloat(row + 4L * k));
      c0 = factor.fma(fromMemorySegment(FLOATS, ALL, from, ORDER), c0);
      c1 = factor.fma(fromMemorySegment(FLOATS, ALL, from + BYTES, ORDER), c1);
      c2 = factor.fma(fromMemorySegment(FLOATS, ALL, from + 2 * BYTES, ORDER), c2);
      c3 = factor.fma(fromMemorySegment(FLOATS, ALL, from + 3 * BYTES, ORDER), c3);
      c4 = factor.fma(fromMemorySegment(FLOATS, ALL, from + 4 * BYTES, ORDER), c4);
      from += step;
    }
    if (bias != 0) {
      c0 = c0.add(fromMemorySegment(FLOATS, ALL, bias, ORDER)).max(floor);
      c1 = c1.add(fromMemorySegment(FLOATS, ALL, bias + BYTES, ORDER)).max(floor);
      c2 = c2.add(fromMemorySegment(FLOATS, ALL, bias + 2 * BYTES, ORDER)).max(floor);
      c3 = c3.add(fromMemorySegment(FLOATS, ALL, bias + 3 * BYTES, ORDER)).max(floor);
      c4 = c4.add(fromMemorySegment(FLOATS, ALL, bias + 4 * BYTES, ORDER)).max(floor);
    }
    c0.intoMemorySegment(ALL, results, ORDER);
    c1.intoMemorySegment(ALL, results + BYTES, ORDER);
    c2.intoMemorySegment(ALL, results + 2 * BYTES, ORDER);
    c3.intoMemorySegment(ALL, results + 3 * BYTES, ORDER);
    c4.intoMemorySegment(ALL, results + 4 * BYTES, ORDER);
  }

  static void two(
      long row, int depth, long matrix, long step, long bias, float floor, long results) {
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0;
    long from = matrix;
    for (int k = 0; k < depth; k++) {
      FloatVector factor = broadcast(FLOATS, getFloat(row + 4L * k));
      c0 = factor.fma(fromMemorySegment(FLOATS, ALL, from, ORDER), c0);
      c1 = factor.fma(fromMemorySegment(FLOATS, ALL, from + BYTES, ORDER), c1);
      from += step;
    }
    if (bias != 0) {
      c0 = c0.add(fromMemorySegment(FLOATS, ALL, bias, ORDER)).max(floor);
      c1 = c1.add(fromMemorySegment(FLOATS, ALL, bias + BYTES, ORDER)).max(floor);
    }
    c0.intoMemorySegment(ALL, results, ORDER);
    c1.intoMemorySegment(ALL, results + BYTES, ORDER);
  }
}
