package dev.ranvier.minimize;

import dev.ranvier.setting.Settings;
import java.util.Optional;

/**
 * Newton's method with damping: a step to the minimum of the quadratic that fits the function here.
 *
 * <p>Formula: x ← x − t·(∇²f + λI)⁻¹·∇f, with the exact Hessian, one product a column. λ is the
 * least of 0, λ₀, 10·λ₀, … for which the matrix is positive definite; t is found by a line search
 * that tries 1 first. Memory: the square of the number of parameters. Errors: more parameters than
 * memory allows. Source: Nocedal and Wright, Numerical Optimization, 2006, chapter 3.
 *
 * @param damping λ₀, above 0
 */
public record Newton(double damping) implements Minimizer {
  /** λ₀ = 1e-4. */
  public Newton() {
    this(1e-4);
  }

  /** Checks the damping. */
  public Newton {
    Settings.positive("newton", "damping", damping);
  }

  /** The same with another damping. */
  public Newton withDamping(double other) {
    return new Newton(other);
  }

  @Override
  public Minimum minimize(Objective objective, Limit limit) {
    double[][] hessian = DenseMatrix.zeros(name(), objective.size());
    LineSearch search = new LineSearch(objective, 0.9);
    LineSearch.Place place = search.at(objective.point());
    Minimum.End end = Minimum.End.ITERATIONS;
    int iterations = 0;
    while (true) {
      if (Vectors.greatest(place.gradient()) <= limit.gradient()) {
        end = Minimum.End.FLAT;
        break;
      }
      if (iterations == limit.iterations()) {
        break;
      }
      Optional<LineSearch.Place> found =
          search.find(place, direction(objective, hessian, place.gradient()), 1);
      if (found.isEmpty()) {
        end = Minimum.End.NO_DECREASE;
        break;
      }
      place = found.get();
      iterations++;
      objective.move(place.x());
      if (limit.end().test(place.iteration(iterations))) {
        end = Minimum.End.ASKED;
        break;
      }
    }
    objective.move(place.x());
    return place.minimum(iterations, end);
  }

  private double[] direction(Objective objective, double[][] hessian, double[] gradient) {
    double[] axis = new double[gradient.length];
    for (int i = 0; i < axis.length; i++) {
      axis[i] = 1;
      hessian[i] = objective.hessianTimes(axis);
      axis[i] = 0;
    }
    double[] downhill = Vectors.times(-1, gradient);
    Optional<double[]> step = DenseMatrix.solve(hessian, 0, downhill);
    for (double added = damping; step.isEmpty(); added *= 10) {
      step = DenseMatrix.solve(hessian, added, downhill);
    }
    return step.get();
  }
}
