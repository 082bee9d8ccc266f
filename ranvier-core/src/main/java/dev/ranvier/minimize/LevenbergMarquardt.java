package dev.ranvier.minimize;

import dev.ranvier.minimize.Minimum.End;
import dev.ranvier.setting.Settings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Levenberg and Marquardt's method for means of squares: between Gauss and Newton's step and a
 * short one down the gradient.
 *
 * <p>Formula: (JᵀJ + λI)·δ = −Jᵀr, J the Jacobian of the residuals r; where x + δ is better it is
 * taken and λ divided by ten, else λ is multiplied by ten and δ found anew. Memory: the square of
 * the number of parameters, and the Jacobian. Errors: more parameters than memory allows. Source:
 * Levenberg, 1944; Marquardt, 1963.
 *
 * @param damping the first λ, above 0
 */
public record LevenbergMarquardt(double damping) implements Minimizer {
  private static final double GREATEST_DAMPING = 1e12;
  private static final double LEAST_DAMPING = 1e-12;

  /** λ = 0.01 at first. */
  public LevenbergMarquardt() {
    this(0.01);
  }

  /** Checks the damping. */
  public LevenbergMarquardt {
    Settings.positive("levenberg-marquardt", "damping", damping);
  }

  /** The same with another first damping. */
  public LevenbergMarquardt withDamping(double other) {
    return new LevenbergMarquardt(other);
  }

  @Override
  public Minimum minimize(Objective objective, Limit limit) {
    return minimize(
        objective
            .squares()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "levenberg-marquardt: needs a mean of squares, such as the loss"
                            + " squared-error without penalties; use lbfgs for other functions")),
        limit);
  }

  /**
   * Minimizes a mean of squares; the variables are then at the least value found.
   *
   * @param problem what is made small
   * @param limit when to end
   */
  public Minimum minimize(LeastSquares problem, Limit limit) {
    double[][] normal = DenseMatrix.zeros(name(), problem.size());
    DenseMatrix.requireMemory(
        name(),
        String.format(
            Locale.ROOT, "Jacobian of %,d residuals by %,d", problem.count(), problem.size()),
        8.0 * problem.count() * problem.size());
    double lambda = damping;
    double[] x = problem.point();
    double[] residuals = problem.residuals(x);
    for (int iteration = 0; ; iteration++) {
      double[][] jacobian = problem.jacobian();
      double[] downhill = fill(normal, jacobian, residuals);
      double gradient = 2 * Vectors.greatest(downhill) / residuals.length;
      double value = mean(residuals);
      if (iteration > 0 && limit.end().test(new Iteration(iteration, value, gradient, 1))) {
        return new Minimum(value, gradient, iteration, End.ASKED);
      }
      if (gradient <= limit.gradient()) {
        return new Minimum(value, gradient, iteration, End.FLAT);
      }
      if (iteration == limit.iterations()) {
        return new Minimum(value, gradient, iteration, End.ITERATIONS);
      }
      boolean better = false;
      while (!better && lambda < GREATEST_DAMPING) {
        Optional<double[]> step = DenseMatrix.solve(normal, lambda, downhill);
        if (step.isPresent()) {
          double[] next = Vectors.plus(x, 1, step.get());
          double[] after = problem.residuals(next);
          better = mean(after) < value;
          if (better) {
            x = next;
            residuals = after;
          }
        }
        lambda = better ? Math.max(lambda / 10, LEAST_DAMPING) : lambda * 10;
      }
      if (!better) {
        problem.residuals(x);
        return new Minimum(value, gradient, iteration, End.NO_DECREASE);
      }
    }
  }

  /** Writes the lower half of JᵀJ and gives −Jᵀr. */
  private static double[] fill(double[][] normal, double[][] jacobian, double[] residuals) {
    double[] downhill = new double[normal.length];
    for (double[] row : normal) {
      Arrays.fill(row, 0);
    }
    for (int k = 0; k < residuals.length; k++) {
      double[] row = jacobian[k];
      for (int i = 0; i < row.length; i++) {
        downhill[i] -= row[i] * residuals[k];
        for (int j = 0; j <= i; j++) {
          normal[i][j] += row[i] * row[j];
        }
      }
    }
    return downhill;
  }

  private static double mean(double[] residuals) {
    return Vectors.dot(residuals, residuals) / residuals.length;
  }
}
