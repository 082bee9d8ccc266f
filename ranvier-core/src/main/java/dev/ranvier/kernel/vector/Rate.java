package dev.ranvier.kernel.vector;

/** How often a value in a loop is computed, rarest first. */
enum Rate {
  /** Once before the loops. */
  CALL,
  /** Once a row. */
  ROW,
  /** For every element. */
  ELEMENT;

  /** The more frequent of two. */
  static Rate most(Rate a, Rate b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
