package dev.ranvier.minimize;

import dev.ranvier.setting.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS: Newton's method with an inverse Hessian guessed from the last few steps, in memory linear
 * in the number of parameters.
 *
 * <p>Two loops over the remembered steps s and changes y of the gradient, with γ = sᵀy / yᵀy of the
 * last as the scale; line search by the strong Wolfe conditions. Source: Nocedal and Wright,
 * Numerical Optimization, 2006, algorithms 7.4 and 7.5.
 *
 * @param memory how many steps are remembered, at least 1
 */
public record Lbfgs(int memory) implements Minimizer {
  /** Remembers ten steps. */
  public Lbfgs() {
    this(10);
  }

  /** Checks the memory. */
  public Lbfgs {
    Settings.positive("lbfgs", "memory", memory);
  }

  /** The same with another number of steps. */
  public Lbfgs withMemory(int other) {
    return new Lbfgs(other);
  }

  @Override
  public Minimum minimize(Objective objective, Limit limit) {
    LineSearch search = new LineSearch(objective, 0.9);
    return new LineDescent(search, new Remembered(memory)).run(objective.point(), limit);
  }

  private record Pair(double[] step, double[] change, double product) {}

  private static final class Remembered implements Directions {
    private final int memory;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    Remembered(int memory) {
      this.memory = memory;
    }

    @Override
    public double[] next(double[] gradient) {
      double[] direction = Vectors.times(-1, gradient);
      double[] weights = new double[pairs.size()];
      int i = 0;
      for (Pair pair : pairs) {
        weights[i] = Vectors.dot(pair.step, direction) / pair.product;
        direction = Vectors.plus(direction, -weights[i++], pair.change);
      }
      if (!pairs.isEmpty()) {
        Pair last = pairs.getFirst();
        double scale = last.product / Vectors.dot(last.change, last.change);
        direction = Vectors.times(scale, direction);
      }
      for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
        Pair pair = oldest.next();
        double back = Vectors.dot(pair.change, direction) / pair.product;
        direction = Vectors.plus(direction, weights[--i] - back, pair.step);
      }
      return direction;
    }

    @Override
    public void learn(double[] step, double[] change, double[] gradient) {
      double product = Vectors.dot(step, change);
      // The strong Wolfe conditions make it positive, except for rounding.
      if (product > 0) {
        pairs.addFirst(new Pair(step, change, product));
        if (pairs.size() > memory) {
          pairs.removeLast();
        }
      }
    }

    @Override
    public void forget() {
      pairs.clear();
    }
  }
}
