package dev.ranvier.op;

/**
 * Two whole numbers, one for each spatial axis of an image: a window's size, a stride, a dilation.
 *
 * @param rows the number along the height
 * @param columns the number along the width
 */
public record Pair(int rows, int columns) {
  /** One along both axes: no stride, no dilation. */
  public static final Pair ONE = new Pair(1, 1);

  /** The same number along both axes. */
  public static Pair of(int both) {
    return new Pair(both, both);
  }

  /** For example {@code 3x5}: rows first. */
  @Override
  public String toString() {
    return rows + "x" + columns;
  }
}
