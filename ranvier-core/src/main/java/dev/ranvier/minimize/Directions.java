package dev.ranvier.minimize;

/** Where a descent goes next, learned from the steps it has taken. */
interface Directions {
  /** A direction to look along from a point with this gradient. */
  double[] next(double[] gradient);

  /** Takes note of a step, of how it changed the gradient, and of the gradient after it. */
  void learn(double[] step, double[] change, double[] gradient);

  /** Forgets all steps. */
  void forget();
}
