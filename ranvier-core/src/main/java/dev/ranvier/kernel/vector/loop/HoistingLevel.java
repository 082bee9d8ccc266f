package dev.ranvier.kernel.vector.loop;

/** How often a value in a loop is computed, rarest first. */
public enum HoistingLevel {
  /** Once before the loops. */
  CALL,
  /** Once a row. */
  ROW,
  /** For every element. */
  ELEMENT;

  /** The more frequent of two. */
  static HoistingLevel innermost(HoistingLevel a, HoistingLevel b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
