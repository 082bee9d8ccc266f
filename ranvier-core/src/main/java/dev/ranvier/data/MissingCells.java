package dev.ranvier.data;

/**
 * What becomes of a table's cells that hold nothing: that are empty, {@code NA}, {@code N/A},
 * {@code NaN}, {@code null} or {@code ?}.
 *
 * <p>Only inputs are filled, by numbers of the training examples that are kept with the model; a
 * missing category is none of the known ones. A missing target or weight is refused, or its line
 * left out.
 */
public enum MissingCells {
  /** Refused by line and column. */
  REFUSE,
  /** The mean of the column. */
  MEAN,
  /** The median of the column. */
  MEDIAN,
  /** Lines that have any are left out; a line to predict for is refused. */
  DROP,
  /** Zero. */
  ZERO
}
