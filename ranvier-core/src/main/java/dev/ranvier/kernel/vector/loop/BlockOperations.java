package dev.ranvier.kernel.vector.loop;

import dev.ranvier.kernel.vector.memory.ScalarAccess;

/**
 * The primitives on short arrays, one plain loop each: y[i] = f(a[i], b[i], …) for the first n
 * elements.
 *
 * <p>Every loop is one method of its own, so that HotSpot compiles each early and once for all the
 * programs that use it.
 */
public final class BlockOperations {
  private static final int BFLOAT_NAN = Float.floatToIntBits(Float.NaN) >>> Short.SIZE;

  private BlockOperations() {}

  static void add(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  static void subtract(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  static void multiply(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  static void divide(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] / b[i];
    }
  }

  static void maximum(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  static void minimum(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  static void multiplyAdd(float[] y, float[] a, float[] b, float[] c, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(a[i], b[i], c[i]);
    }
  }

  static void negate(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = -a[i];
    }
  }

  static void absolute(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(a[i]);
    }
  }

  static void squareRoot(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.sqrt(a[i]);
    }
  }

  static void power(float[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.pow(a[i], b[i]);
    }
  }

  static void exponential(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(a[i]);
    }
  }

  static void logarithm(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.log(a[i]);
    }
  }

  static void hyperbolicTangent(float[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.tanh(a[i]);
    }
  }

  static void less(int[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] < b[i] ? 1 : 0;
    }
  }

  static void lessOrEqual(int[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] <= b[i] ? 1 : 0;
    }
  }

  static void equal(int[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] == b[i] ? 1 : 0;
    }
  }

  static void notEqual(int[] y, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] != b[i] ? 1 : 0;
    }
  }

  static void choose(float[] y, int[] mask, float[] whenSet, float[] otherwise, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = mask[i] != 0 ? whenSet[i] : otherwise[i];
    }
  }

  static void toInt(int[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (int) a[i];
    }
  }

  static void toFloat(float[] y, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i];
    }
  }

  static void bits(int[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Float.floatToRawIntBits(a[i]);
    }
  }

  static void fromBits(float[] y, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Float.intBitsToFloat(a[i]);
    }
  }

  static void intAdd(int[] y, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  static void intSubtract(int[] y, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  static void intMultiply(int[] y, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  static void and(int[] y, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] & b[i];
    }
  }

  static void xor(int[] y, int[] a, int[] b, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] ^ b[i];
    }
  }

  static void shiftLeft(int[] y, int[] a, int distance, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] << distance;
    }
  }

  static void shiftRight(int[] y, int[] a, int distance, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] >> distance;
    }
  }

  static void shiftRightUnsigned(int[] y, int[] a, int distance, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] >>> distance;
    }
  }

  public static void fromBfloat(float[] y, short[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Float.intBitsToFloat(a[i] << Short.SIZE);
    }
  }

  /** As {@link ScalarAccess#rounded}, without a call that would take long at first. */
  public static void toBfloat(int[] y, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(a[i]);
      y[i] = a[i] == a[i] ? bits + 0x7FFF + (bits >>> Short.SIZE & 1) >>> Short.SIZE : BFLOAT_NAN;
    }
  }

  public static void narrow(short[] y, int[] a, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (short) a[i];
    }
  }

  /** Adds a[i] to sum number (first + i) modulo {@code turns}, a power of two. */
  static void addInTurns(float[] sums, int turns, float[] a, int first, int n) {
    for (int i = 0; i < n; i++) {
      sums[(first + i) & (turns - 1)] += a[i];
    }
  }

  static void maxInTurns(float[] max, int turns, float[] a, int first, int n) {
    for (int i = 0; i < n; i++) {
      int turn = (first + i) & (turns - 1);
      max[turn] = Math.max(max[turn], a[i]);
    }
  }

  static void count(int[] y, int first, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = first + i;
    }
  }
}
