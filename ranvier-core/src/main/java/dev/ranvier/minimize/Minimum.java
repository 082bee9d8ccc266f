package dev.ranvier.minimize;

/**
 * Where a minimization ended.
 *
 * @param value the function's value there
 * @param gradient the greatest element of its gradient, without sign
 * @param iterations how many were needed
 * @param end why it ended
 */
public record Minimum(double value, double gradient, int iterations, End end) {
  /** Why a minimization ended. */
  public enum End {
    /** The gradient is below the limit. */
    FLAT,
    /** All iterations were used. */
    ITERATIONS,
    /** The limit's own end was reached. */
    ASKED,
    /** No step in the direction chosen makes the value smaller: the precision is used up. */
    NO_DECREASE
  }
}
