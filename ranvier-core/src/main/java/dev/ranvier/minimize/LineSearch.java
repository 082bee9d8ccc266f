package dev.ranvier.minimize;

import java.util.Optional;

/**
 * Looks along a direction for a point that satisfies the strong Wolfe conditions.
 *
 * <p>Formula: f(x + t·d) ≤ f(x) + 1e-4·t·f′ and |f′(x + t·d)| ≤ c·|f′|, where f′ = ∇f·d. Bracketing
 * and interpolation: Nocedal and Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6.
 *
 * @param objective the function
 * @param curvature c, above 1e-4 and below 1
 */
record LineSearch(Objective objective, double curvature) {
  private static final double DECREASE = 1e-4;
  private static final int ATTEMPTS = 40;

  /** A point with what is known of the function there; the step and slope along a direction. */
  record Place(double step, double[] x, double value, double[] gradient, double slope) {
    /** The same place, from which to look along another direction. */
    Place towards(double[] direction) {
      return new Place(0, x, value, gradient, Vectors.dot(gradient, direction));
    }

    /** What is told of an iteration that led here. */
    Iteration iteration(int number) {
      return new Iteration(number, value, Vectors.greatest(gradient), step);
    }

    /** What is told of a minimization that ends here. */
    Minimum minimum(int iterations, Minimum.End end) {
      return new Minimum(value, Vectors.greatest(gradient), iterations, end);
    }
  }

  Place at(double[] x) {
    double[] gradient = new double[x.length];
    double value = objective.evaluate(x, gradient);
    return new Place(0, x, value, gradient, 0);
  }

  /** The place found; empty where no step makes the function smaller. */
  Optional<Place> find(Place from, double[] direction, double firstStep) {
    Place start = from.towards(direction);
    Place before = start;
    double step = firstStep;
    for (int i = 0; i < ATTEMPTS; i++) {
      Place now = at(start, direction, step);
      if (!decreases(start, now) || i > 0 && now.value >= before.value) {
        return between(start, direction, before, now);
      }
      if (Math.abs(now.slope) <= -curvature * start.slope) {
        return Optional.of(now);
      }
      if (now.slope >= 0) {
        return between(start, direction, now, before);
      }
      before = now;
      step *= 2;
    }
    return Optional.of(before);
  }

  private Optional<Place> between(Place start, double[] direction, Place low, Place high) {
    for (int i = 0; i < ATTEMPTS && low.step != high.step; i++) {
      Place now = at(start, direction, interpolated(low, high));
      if (!decreases(start, now) || now.value >= low.value) {
        high = now;
      } else {
        if (Math.abs(now.slope) <= -curvature * start.slope) {
          return Optional.of(now);
        }
        if (now.slope * (high.step - low.step) >= 0) {
          high = low;
        }
        low = now;
      }
    }
    return low.value < start.value ? Optional.of(low) : Optional.empty();
  }

  private Place at(Place start, double[] direction, double step) {
    Place place = at(Vectors.plus(start.x, step, direction));
    double slope = Vectors.dot(place.gradient, direction);
    return new Place(step, place.x, place.value, place.gradient, slope);
  }

  /** Written so that a value that is no number does not. */
  private static boolean decreases(Place start, Place now) {
    return now.value <= start.value + DECREASE * now.step * start.slope;
  }

  /**
   * The minimum of the cubic through both places, or their middle where that is too near to one.
   */
  private static double interpolated(Place low, Place high) {
    double width = high.step - low.step;
    double middle = low.step + width / 2;
    double d = low.slope + high.slope - 3 * (high.value - low.value) / width;
    double root = Math.sqrt(d * d - low.slope * high.slope) * Math.signum(width);
    double step = high.step - width * (high.slope + root - d) / (high.slope - low.slope + 2 * root);
    double share = (step - low.step) / width;
    return share > 0.1 && share < 0.9 ? step : middle;
  }
}
