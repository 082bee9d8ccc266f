package dev.ranvier.kernel.vector.winograd;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import jdk.incubator.vector.FloatVector;

/**
 * The linear maps of Winograd's convolution in one dimension, on vectors of channels.
 *
 * <p>Four results of a filter of three taps see six pixels d. With pixels and filter taken as
 * polynomials, their values at six points are multiplied one by one: 6 multiplications instead of
 * 12. The points are 0, ±5/8, ±3/2 and infinity: their error is half of that of 0, ±1, ±2. With a =
 * 5/8, b = 3/2, n₀ = a²b², n₁ = 2a²(a² − b²), n₂ = 2b²(b² − a²):
 *
 * <ul>
 *   <li>images to points: n₀d₀ − (a² + b²)d₂ + d₄; (d₄ − b²d₂) ± a(d₃ − b²d₁); (d₄ − a²d₂) ± b(d₃ −
 *       a²d₁); n₀d₁ − (a² + b²)d₃ + d₅
 *   <li>filter to points: g₀/n₀; (g₀ ± ag₁ + a²g₂)/n₁; (g₀ ± bg₁ + b²g₂)/n₂; g₂
 *   <li>points to results: m₀ + m₁ + m₂ + m₃ + m₄; a(m₁ − m₂) + b(m₃ − m₄); a²(m₁ + m₂) + b²(m₃ +
 *       m₄); a³(m₁ − m₂) + b³(m₃ − m₄) + m₅
 * </ul>
 *
 * <p>The other two, results to points and points to filter, are the transposes of the last two:
 * they make the filter's gradient. A map reads its values {@code fromStep} bytes apart, writes its
 * values {@code toStep} apart, and does so for neighbouring vectors. Source and target may be the
 * same. Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016; the
 * choice of points follows Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd
 * Convolution for Deep Neural Networks", 2020.
 *
 * <p>The vector operations are called where they are used, without helpers: HotSpot inlines its own
 * methods to any extent but ours only up to some size, and a vector that is passed to a method
 * which is not inlined becomes an object. For the same reason every map is longer than what HotSpot
 * inlines (325 bytes): within a caller that holds several of them, it would reach its limits and
 * make objects of vectors.
 */
public final class WinogradTransforms {
  private static final float A = 0.625f;
  private static final float B = 1.5f;
  private static final float A2 = A * A;
  private static final float B2 = B * B;
  private static final float A3 = A2 * A;
  private static final float B3 = B2 * B;
  private static final float A2_B2 = A2 * B2;
  private static final float SUM = A2 + B2;
  private static final float PER_N0 = 1 / A2_B2;
  private static final float PER_N1 = 1 / (2 * A2 * (A2 - B2));
  private static final float PER_N2 = 1 / (2 * B2 * (B2 - A2));

  private WinogradTransforms() {}

  /** Input transform: six pixels to their values at six points. */
  static void transformInput(long from, long fromStep, long to, long toStep, int vectors) {
    FloatVector squares = broadcast(FLOATS, A2_B2);
    FloatVector minusSum = broadcast(FLOATS, -SUM);
    FloatVector minusA2 = broadcast(FLOATS, -A2);
    FloatVector minusB2 = broadcast(FLOATS, -B2);
    long d = from;
    long v = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector d0 = fromMemorySegment(FLOATS, ALL, d, ORDER);
      FloatVector d1 = fromMemorySegment(FLOATS, ALL, d + fromStep, ORDER);
      FloatVector d2 = fromMemorySegment(FLOATS, ALL, d + 2 * fromStep, ORDER);
      FloatVector d3 = fromMemorySegment(FLOATS, ALL, d + 3 * fromStep, ORDER);
      FloatVector d4 = fromMemorySegment(FLOATS, ALL, d + 4 * fromStep, ORDER);
      FloatVector d5 = fromMemorySegment(FLOATS, ALL, d + 5 * fromStep, ORDER);
      FloatVector evenA = d2.fma(minusB2, d4);
      FloatVector oddA = d1.fma(minusB2, d3).mul(A);
      FloatVector evenB = d2.fma(minusA2, d4);
      FloatVector oddB = d1.fma(minusA2, d3).mul(B);
      d0.fma(squares, d2.fma(minusSum, d4)).intoMemorySegment(ALL, v, ORDER);
      evenA.add(oddA).intoMemorySegment(ALL, v + toStep, ORDER);
      evenA.sub(oddA).intoMemorySegment(ALL, v + 2 * toStep, ORDER);
      evenB.add(oddB).intoMemorySegment(ALL, v + 3 * toStep, ORDER);
      evenB.sub(oddB).intoMemorySegment(ALL, v + 4 * toStep, ORDER);
      d1.fma(squares, d3.fma(minusSum, d5)).intoMemorySegment(ALL, v + 5 * toStep, ORDER);
      d += BYTES;
      v += BYTES;
    }
  }

  /** Filter transform: three taps to their values at six points. */
  static void transformFilter(long from, long fromStep, long to, long toStep, int vectors) {
    FloatVector perN0 = broadcast(FLOATS, PER_N0);
    FloatVector perN1 = broadcast(FLOATS, PER_N1);
    FloatVector perN2 = broadcast(FLOATS, PER_N2);
    FloatVector oddN1 = broadcast(FLOATS, A * PER_N1);
    FloatVector oddN2 = broadcast(FLOATS, B * PER_N2);
    FloatVector a2 = broadcast(FLOATS, A2);
    FloatVector b2 = broadcast(FLOATS, B2);
    long g = from;
    long u = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector g0 = fromMemorySegment(FLOATS, ALL, g, ORDER);
      FloatVector g1 = fromMemorySegment(FLOATS, ALL, g + fromStep, ORDER);
      FloatVector g2 = fromMemorySegment(FLOATS, ALL, g + 2 * fromStep, ORDER);
      FloatVector evenA = g2.fma(a2, g0).mul(perN1);
      FloatVector oddA = g1.mul(oddN1);
      FloatVector evenB = g2.fma(b2, g0).mul(perN2);
      FloatVector oddB = g1.mul(oddN2);
      g0.mul(perN0).intoMemorySegment(ALL, u, ORDER);
      evenA.add(oddA).intoMemorySegment(ALL, u + toStep, ORDER);
      evenA.sub(oddA).intoMemorySegment(ALL, u + 2 * toStep, ORDER);
      evenB.add(oddB).intoMemorySegment(ALL, u + 3 * toStep, ORDER);
      evenB.sub(oddB).intoMemorySegment(ALL, u + 4 * toStep, ORDER);
      g2.intoMemorySegment(ALL, u + 5 * toStep, ORDER);
      g += BYTES;
      u += BYTES;
    }
  }

  /** Output transform: the values at six points to four results. */
  static void transformOutput(long from, long fromStep, long to, long toStep, int vectors) {
    FloatVector b = broadcast(FLOATS, B);
    FloatVector b2 = broadcast(FLOATS, B2);
    FloatVector a3 = broadcast(FLOATS, A3);
    FloatVector b3 = broadcast(FLOATS, B3);
    long m = from;
    long y = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector m0 = fromMemorySegment(FLOATS, ALL, m, ORDER);
      FloatVector m1 = fromMemorySegment(FLOATS, ALL, m + fromStep, ORDER);
      FloatVector m2 = fromMemorySegment(FLOATS, ALL, m + 2 * fromStep, ORDER);
      FloatVector m3 = fromMemorySegment(FLOATS, ALL, m + 3 * fromStep, ORDER);
      FloatVector m4 = fromMemorySegment(FLOATS, ALL, m + 4 * fromStep, ORDER);
      FloatVector m5 = fromMemorySegment(FLOATS, ALL, m + 5 * fromStep, ORDER);
      FloatVector evenA = m1.add(m2);
      FloatVector oddA = m1.sub(m2);
      FloatVector evenB = m3.add(m4);
      FloatVector oddB = m3.sub(m4);
      m0.add(evenA).add(evenB).intoMemorySegment(ALL, y, ORDER);
      oddB.fma(b, oddA.mul(A)).intoMemorySegment(ALL, y + toStep, ORDER);
      evenB.fma(b2, evenA.mul(A2)).intoMemorySegment(ALL, y + 2 * toStep, ORDER);
      oddA.fma(a3, oddB.fma(b3, m5)).intoMemorySegment(ALL, y + 3 * toStep, ORDER);
      m += BYTES;
      y += BYTES;
    }
  }

  /**
   * The output transform with an epilogue: a bias is added, and results below a floor become it.
   *
   * @param bias where the vectors' biases lie
   */
  static void transformBiasedOutput(
      long from, long fromStep, long bias, float floor, long to, long toStep, int vectors) {
    FloatVector b = broadcast(FLOATS, B);
    FloatVector b2 = broadcast(FLOATS, B2);
    FloatVector a3 = broadcast(FLOATS, A3);
    FloatVector b3 = broadcast(FLOATS, B3);
    FloatVector lowerBound = broadcast(FLOATS, floor);
    long m = from;
    long y = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector more = fromMemorySegment(FLOATS, ALL, bias + (m - from), ORDER);
      FloatVector m0 = fromMemorySegment(FLOATS, ALL, m, ORDER);
      FloatVector m1 = fromMemorySegment(FLOATS, ALL, m + fromStep, ORDER);
      FloatVector m2 = fromMemorySegment(FLOATS, ALL, m + 2 * fromStep, ORDER);
      FloatVector m3 = fromMemorySegment(FLOATS, ALL, m + 3 * fromStep, ORDER);
      FloatVector m4 = fromMemorySegment(FLOATS, ALL, m + 4 * fromStep, ORDER);
      FloatVector m5 = fromMemorySegment(FLOATS, ALL, m + 5 * fromStep, ORDER);
      FloatVector evenA = m1.add(m2);
      FloatVector oddA = m1.sub(m2);
      FloatVector evenB = m3.add(m4);
      FloatVector oddB = m3.sub(m4);
      FloatVector y0 = m0.add(evenA).add(evenB).add(more);
      FloatVector y1 = oddB.fma(b, oddA.mul(A)).add(more);
      FloatVector y2 = evenB.fma(b2, evenA.mul(A2)).add(more);
      FloatVector y3 = oddA.fma(a3, oddB.fma(b3, m5)).add(more);
      y0.max(lowerBound).intoMemorySegment(ALL, y, ORDER);
      y1.max(lowerBound).intoMemorySegment(ALL, y + toStep, ORDER);
      y2.max(lowerBound).intoMemorySegment(ALL, y + 2 * toStep, ORDER);
      y3.max(lowerBound).intoMemorySegment(ALL, y + 3 * toStep, ORDER);
      m += BYTES;
      y += BYTES;
    }
  }

  /** The transpose of the output transform: four gradients of results to values at six points. */
  static void transformOutputGradient(long from, long fromStep, long to, long toStep, int vectors) {
    FloatVector a = broadcast(FLOATS, A);
    FloatVector b = broadcast(FLOATS, B);
    FloatVector a2 = broadcast(FLOATS, A2);
    FloatVector b2 = broadcast(FLOATS, B2);
    long y = from;
    long m = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector y0 = fromMemorySegment(FLOATS, ALL, y, ORDER);
      FloatVector y1 = fromMemorySegment(FLOATS, ALL, y + fromStep, ORDER);
      FloatVector y2 = fromMemorySegment(FLOATS, ALL, y + 2 * fromStep, ORDER);
      FloatVector y3 = fromMemorySegment(FLOATS, ALL, y + 3 * fromStep, ORDER);
      FloatVector evenA = y2.fma(a2, y0);
      FloatVector oddA = y3.fma(a2, y1).mul(a);
      FloatVector evenB = y2.fma(b2, y0);
      FloatVector oddB = y3.fma(b2, y1).mul(b);
      y0.intoMemorySegment(ALL, m, ORDER);
      evenA.add(oddA).intoMemorySegment(ALL, m + toStep, ORDER);
      evenA.sub(oddA).intoMemorySegment(ALL, m + 2 * toStep, ORDER);
      evenB.add(oddB).intoMemorySegment(ALL, m + 3 * toStep, ORDER);
      evenB.sub(oddB).intoMemorySegment(ALL, m + 4 * toStep, ORDER);
      y3.intoMemorySegment(ALL, m + 5 * toStep, ORDER);
      y += BYTES;
      m += BYTES;
    }
  }

  /** The transpose of the filter transform: the values at six points to gradients of three taps. */
  static void transformFilterGradient(long from, long fromStep, long to, long toStep, int vectors) {
    FloatVector perN0 = broadcast(FLOATS, PER_N0);
    FloatVector perN1 = broadcast(FLOATS, PER_N1);
    FloatVector perN2 = broadcast(FLOATS, PER_N2);
    FloatVector oddN1 = broadcast(FLOATS, A * PER_N1);
    FloatVector oddN2 = broadcast(FLOATS, B * PER_N2);
    FloatVector b2 = broadcast(FLOATS, B2);
    FloatVector a2 = broadcast(FLOATS, A2);
    long m = from;
    long g = to;
    for (int vector = 0; vector < vectors; vector++) {
      FloatVector m0 = fromMemorySegment(FLOATS, ALL, m, ORDER);
      FloatVector m1 = fromMemorySegment(FLOATS, ALL, m + fromStep, ORDER);
      FloatVector m2 = fromMemorySegment(FLOATS, ALL, m + 2 * fromStep, ORDER);
      FloatVector m3 = fromMemorySegment(FLOATS, ALL, m + 3 * fromStep, ORDER);
      FloatVector m4 = fromMemorySegment(FLOATS, ALL, m + 4 * fromStep, ORDER);
      FloatVector m5 = fromMemorySegment(FLOATS, ALL, m + 5 * fromStep, ORDER);
      FloatVector evenA = m1.add(m2).mul(perN1);
      FloatVector oddA = m1.sub(m2).mul(oddN1);
      FloatVector evenB = m3.add(m4).mul(perN2);
      FloatVector oddB = m3.sub(m4).mul(oddN2);
      m0.mul(perN0).add(evenA).add(evenB).intoMemorySegment(ALL, g, ORDER);
      oddA.add(oddB).intoMemorySegment(ALL, g + toStep, ORDER);
      evenA.fma(a2, evenB.fma(b2, m5)).intoMemorySegment(ALL, g + 2 * toStep, ORDER);
      m += BYTES;
      g += BYTES;
    }
  }

  /** Sets vectors to zero. */
  static void clear(long to, int vectors) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int vector = 0; vector < vectors; vector++) {
      zero.intoMemorySegment(ALL, to + (long) vector * BYTES, ORDER);
    }
  }

  /** Adds vectors to others. */
  static void add(long from, long to, int vectors) {
    for (int vector = 0; vector < vectors; vector++) {
      long at = (long) vector * BYTES;
      FloatVector more = fromMemorySegment(FLOATS, ALL, from + at, ORDER);
      fromMemorySegment(FLOATS, ALL, to + at, ORDER)
          .add(more)
          .intoMemorySegment(ALL, to + at, ORDER);
    }
  }
}
