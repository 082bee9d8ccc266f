package dev.ranvier.nn;

/** How squared differences become one number. */
public enum Reduction {
  /** The mean over outputs and examples. */
  MEAN,
  /** Half the mean, whose derivative has no factor 2. */
  HALF_MEAN,
  /** The sum over outputs and the examples of a batch. */
  SUM,
  /** Half the sum, whose derivative has no factor 2. */
  HALF_SUM
}
