package dev.ranvier.op;

/**
 * Three whole numbers, one for each spatial axis of a volume: a window's size, a stride, a
 * dilation.
 *
 * @param depth the number along the depth
 * @param rows the number along the height
 * @param columns the number along the width
 */
public record Triple(int depth, int rows, int columns) {
  /** One along all axes: no stride, no dilation. */
  public static final Triple ONE = Triple.of(1);

  /** The same number along all axes. */
  public static Triple of(int all) {
    return new Triple(all, all, all);
  }

  /** The rows and columns alone. */
  public Pair plane() {
    return new Pair(rows, columns);
  }

  /** For example {@code 3x5x5}: depth first. */
  @Override
  public String toString() {
    return depth + "x" + rows + "x" + columns;
  }
}
