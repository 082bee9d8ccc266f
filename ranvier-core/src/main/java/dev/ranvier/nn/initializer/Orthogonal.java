package dev.ranvier.nn.initializer;

import dev.ranvier.nn.Draws;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;

/**
 * A random orthogonal matrix, which keeps the lengths of what it is multiplied with.
 *
 * <p>Formula: with all axes but the last as rows, W's columns are orthonormal, or its rows where
 * there are fewer of them, all times the gain; found by Gram and Schmidt's method from normal
 * numbers, so every direction is as likely. Errors: a parameter of one axis. Source: Saxe et al.,
 * 2013 (arXiv 1312.6120).
 *
 * @param gain what lengths are multiplied by
 */
public record Orthogonal(double gain) implements Initializer {
  /** Gain 1. */
  public Orthogonal() {
    this(1);
  }

  /** Checks the settings. */
  public Orthogonal {
    Settings.finite("orthogonal", "gain", gain);
  }

  /** The same directions at another length. */
  public Orthogonal withGain(double other) {
    return new Orthogonal(other);
  }

  @Override
  public Tensor initialize(Shape shape, Fans fans, CounterRandom random) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "orthogonal: needs weights of two axes or more, got " + shape + "; use zeros for biases");
    }
    int columns = shape.size(-1);
    int rows = shape.elementCount() / columns;
    double[][] basis = basis(Math.min(rows, columns), Math.max(rows, columns), random);
    return Draws.fill(
        shape,
        i -> {
          int row = i / columns;
          int column = i % columns;
          return gain * (rows < columns ? basis[row][column] : basis[column][row]);
        });
  }

  /** Orthonormal vectors. */
  private static double[][] basis(int vectors, int length, CounterRandom random) {
    double[][] basis = new double[vectors][length];
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j < length; j++) {
        basis[i][j] = random.normal(i * length + j);
      }
      // Twice: the first time leaves rounding errors of what is taken away.
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          add(basis[i], basis[k], -product(basis[i], basis[k]));
        }
      }
      double size = Math.sqrt(product(basis[i], basis[i]));
      add(basis[i], basis[i], 1 / size - 1);
    }
    return basis;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] vector, double[] other, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] += factor * other[i];
    }
  }
}
