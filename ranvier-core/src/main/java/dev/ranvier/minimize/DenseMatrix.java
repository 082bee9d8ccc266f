package dev.ranvier.minimize;

import java.util.Locale;
import java.util.Optional;

/** Square matrices: what they cost, and the solution of symmetric equations. */
final class DenseMatrix {
  /** The part of the heap that one matrix may take. */
  private static final int SHARE = 4;

  private DenseMatrix() {}

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException when it would not fit, saying how much memory it needs
   */
  static double[][] zeros(String method, int size) {
    requireMemory(
        method,
        String.format(Locale.ROOT, "dense matrix of %,d", size),
        (double) Double.BYTES * size * size);
    return new double[size][size];
  }

  /** Checks that a matrix of some parameters fits. */
  static void requireMemory(String method, String matrix, double bytes) {
    double allowed = (double) Runtime.getRuntime().maxMemory() / SHARE;
    if (bytes > allowed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the %s parameters needs %,.1f GB, allowed is a quarter of the heap, %,.1f GB;"
                  + " use lbfgs or conjugate-gradient",
              method,
              matrix,
              bytes / 1e9,
              allowed / 1e9));
    }
  }

  /**
   * The solution of (A + λI) x = b by Cholesky's decomposition; empty where A + λI is not positive
   * definite. Only the lower half of A is read.
   */
  static Optional<double[]> solve(double[][] a, double damping, double[] b) {
    int n = b.length;
    double[][] lower = new double[n][];
    for (int i = 0; i < n; i++) {
      lower[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j] + (i == j ? damping : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            return Optional.empty();
          }
          lower[i][i] = Math.sqrt(sum);
        } else {
          lower[i][j] = sum / lower[j][j];
        }
      }
    }
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return Optional.of(x);
  }
}
