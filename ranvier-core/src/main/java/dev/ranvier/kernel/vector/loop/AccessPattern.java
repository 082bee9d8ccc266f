package dev.ranvier.kernel.vector.loop;

/** How an operand is read by a loop over the rows and columns of a result. */
public enum AccessPattern {
  /** One element for each element of the result. */
  FULL,
  /** The same row for every row of the result, as a bias over channels is. */
  EACH_ROW,
  /** One element for each row of the result, as a row's maximum is. */
  PER_ROW,
  /** One element for all. */
  SINGLE;

  /** The access in words. */
  String describe() {
    return switch (this) {
      case FULL -> "one for each element";
      case EACH_ROW -> "one for each column";
      case PER_ROW -> "one for each row";
      case SINGLE -> "one for all";
    };
  }

  /** How often a value read this way changes. */
  HoistingLevel rate() {
    return switch (this) {
      case FULL, EACH_ROW -> HoistingLevel.ELEMENT;
      case PER_ROW -> HoistingLevel.ROW;
      case SINGLE -> HoistingLevel.CALL;
    };
  }
}
