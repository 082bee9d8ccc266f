package dev.ranvier.minimize;

import java.util.Arrays;

/**
 * BFGS (Broyden, Fletcher, Goldfarb, Shanno): Newton's method with an inverse Hessian built up from
 * the steps.
 *
 * <p>Formula: H ← (I − ρ·s·yᵀ)·H·(I − ρ·y·sᵀ) + ρ·s·sᵀ with ρ = 1 / yᵀs, from H = (yᵀs / yᵀy)·I
 * after the first step; direction −H·g; line search by the strong Wolfe conditions. Memory: the
 * square of the number of parameters. Errors: more parameters than memory allows. Source: Nocedal
 * and Wright, Numerical Optimization, 2006, algorithm 6.1.
 */
public record Bfgs() implements Minimizer {
  @Override
  public Minimum minimize(Objective objective, Limit limit) {
    LineSearch search = new LineSearch(objective, 0.9);
    return new LineDescent(search, new Dense(objective.size())).run(objective.point(), limit);
  }

  private static final class Dense implements Directions {
    private final double[][] inverse;
    private boolean scaled;

    Dense(int size) {
      this.inverse = DenseMatrix.zeros("bfgs", size);
      forget();
    }

    @Override
    public double[] next(double[] gradient) {
      return Vectors.times(-1, times(gradient));
    }

    @Override
    public void learn(double[] step, double[] change, double[] gradient) {
      double product = Vectors.dot(step, change);
      if (!(product > 0)) {
        return;
      }
      if (!scaled) {
        setDiagonal(product / Vectors.dot(change, change));
        scaled = true;
      }
      double[] moved = times(change);
      double own = (1 + Vectors.dot(change, moved) / product) / product;
      for (int i = 0; i < inverse.length; i++) {
        for (int j = 0; j < inverse.length; j++) {
          inverse[i][j] +=
              own * step[i] * step[j] - (moved[i] * step[j] + step[i] * moved[j]) / product;
        }
      }
    }

    @Override
    public void forget() {
      for (double[] row : inverse) {
        Arrays.fill(row, 0);
      }
      setDiagonal(1);
      scaled = false;
    }

    private void setDiagonal(double value) {
      for (int i = 0; i < inverse.length; i++) {
        inverse[i][i] = value;
      }
    }

    private double[] times(double[] vector) {
      double[] product = new double[vector.length];
      for (int i = 0; i < product.length; i++) {
        product[i] = Vectors.dot(inverse[i], vector);
      }
      return product;
    }
  }
}
