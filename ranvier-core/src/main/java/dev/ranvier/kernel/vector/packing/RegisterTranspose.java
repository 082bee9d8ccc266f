package dev.ranvier.kernel.vector.packing;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.Vectors.INTS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;

import jdk.incubator.vector.IntVector;

/**
 * As many vectors of integers as a vector has lanes, which can be transposed.
 *
 * <p>Turning exchanges smaller and smaller blocks, two rows at a time: first every second lane of
 * neighbouring rows, then every second pair of lanes, and so on.
 */
public final class RegisterTranspose {
  /** For every distance of rows, the lanes of both that make up the first, then the second. */
  private static final int[] FIRST = new int[LANES * Integer.numberOfTrailingZeros(LANES)];

  private static final int[] SECOND = new int[FIRST.length];

  static {
    for (int stage = 0; stage < FIRST.length / LANES; stage++) {
      int distance = 1 << stage;
      for (int lane = 0; lane < LANES; lane++) {
        boolean upper = (lane & distance) != 0;
        FIRST[stage * LANES + lane] = upper ? LANES + lane - distance : lane;
        SECOND[stage * LANES + lane] = upper ? LANES + lane : lane + distance;
      }
    }
  }

  private final int[] rows = new int[LANES * LANES];

  void set(int row, IntVector values) {
    values.intoArray(rows, row * LANES);
  }

  /** Rows become columns. */
  void transpose() {
    int stage = 0;
    int distance = 1;
    for (; distance < LANES / 2; distance *= 4) {
      exchangeTwice(stage, distance);
      stage += 2;
    }
    if (distance < LANES) {
      exchangeOnce(stage, distance);
    }
  }

  private void exchangeOnce(int stage, int distance) {
    IntVector ofFirst = IntVector.fromArray(INTS, FIRST, stage * LANES);
    IntVector ofSecond = IntVector.fromArray(INTS, SECOND, stage * LANES);
    for (int i = 0; i < LANES / 2; i++) {
      int row = (i & -distance) + i; // the i-th row without the bit of the distance
      int a = row * LANES;
      int b = a + distance * LANES;
      IntVector first = IntVector.fromArray(INTS, rows, a);
      IntVector second = IntVector.fromArray(INTS, rows, b);
      ofFirst.selectFrom(first, second).intoArray(rows, a);
      ofSecond.selectFrom(first, second).intoArray(rows, b);
    }
  }

  /** At a distance and at twice the distance, four rows at a time. */
  private void exchangeTwice(int stage, int distance) {
    IntVector ofFirst = IntVector.fromArray(INTS, FIRST, stage * LANES);
    IntVector ofSecond = IntVector.fromArray(INTS, SECOND, stage * LANES);
    IntVector thenFirst = IntVector.fromArray(INTS, FIRST, (stage + 1) * LANES);
    IntVector thenSecond = IntVector.fromArray(INTS, SECOND, (stage + 1) * LANES);
    int step = distance * LANES;
    for (int i = 0; i < LANES / 4; i++) {
      int row = 3 * (i & -distance) + i; // the i-th row without the bits of both distances
      int at = row * LANES;
      IntVector a = IntVector.fromArray(INTS, rows, at);
      IntVector b = IntVector.fromArray(INTS, rows, at + step);
      IntVector c = IntVector.fromArray(INTS, rows, at + 2 * step);
      IntVector d = IntVector.fromArray(INTS, rows, at + 3 * step);
      IntVector e = ofFirst.selectFrom(a, b);
      IntVector f = ofSecond.selectFrom(a, b);
      IntVector g = ofFirst.selectFrom(c, d);
      IntVector h = ofSecond.selectFrom(c, d);
      thenFirst.selectFrom(e, g).intoArray(rows, at);
      thenFirst.selectFrom(f, h).intoArray(rows, at + step);
      thenSecond.selectFrom(e, g).intoArray(rows, at + 2 * step);
      thenSecond.selectFrom(f, h).intoArray(rows, at + 3 * step);
    }
  }

  /** Writes the rows, {@code pitch} bytes from one to the next. */
  void store(long to, long pitch) {
    for (int i = 0; i < LANES; i++) {
      IntVector.fromArray(INTS, rows, i * LANES).intoMemorySegment(ALL, to + i * pitch, ORDER);
    }
  }
}
