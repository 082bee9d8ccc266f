package dev.ranvier.minimize;

/** Arithmetic of rows of numbers. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** a + factor · b. */
  static double[] plus(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += factor * b[i];
    }
    return sum;
  }

  static double[] times(double factor, double[] a) {
    return plus(new double[a.length], factor, a);
  }

  /** The greatest element, without sign. */
  static double greatest(double[] a) {
    double greatest = 0;
    for (double element : a) {
      greatest = Math.max(greatest, Math.abs(element));
    }
    return greatest;
  }
}
