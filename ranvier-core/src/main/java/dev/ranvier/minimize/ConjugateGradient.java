package dev.ranvier.minimize;

/**
 * Nonlinear conjugate gradients: each direction keeps a part of the one before.
 *
 * <p>Formula: d ← −g + β·d with Polak and Ribière's β = max(0, gᵀ(g − g′) / g′ᵀg′), g′ the gradient
 * before; line search by the strong Wolfe conditions with c = 0.1. Memory: linear in the number of
 * parameters. Source: Nocedal and Wright, Numerical Optimization, 2006, section 5.2 (PR+).
 */
public record ConjugateGradient() implements Minimizer {
  @Override
  public Minimum minimize(Objective objective, Limit limit) {
    LineSearch search = new LineSearch(objective, 0.1);
    return new LineDescent(search, new Conjugate()).run(objective.point(), limit);
  }

  private static final class Conjugate implements Directions {
    private double[] next;

    @Override
    public double[] next(double[] gradient) {
      return next == null ? Vectors.times(-1, gradient) : next;
    }

    @Override
    public void learn(double[] step, double[] change, double[] gradient) {
      double[] before = Vectors.plus(gradient, -1, change);
      double part = Vectors.dot(gradient, change) / Vectors.dot(before, before);
      double[] last = next == null ? Vectors.times(-1, before) : next;
      double[] direction = Vectors.plus(Vectors.times(-1, gradient), Math.max(0, part), last);
      next = Vectors.dot(direction, gradient) < 0 ? direction : null;
    }

    @Override
    public void forget() {
      next = null;
    }
  }
}
