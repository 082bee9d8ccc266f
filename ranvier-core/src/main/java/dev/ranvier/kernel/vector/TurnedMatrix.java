package dev.ranvier.kernel.vector;

import java.util.Arrays;

/**
 * Transposes f32 matrices and rounds them to the nearest bf16.
 *
 * <p>Formula: t[j, i] = m[i, j]. Shapes: m [rows, columns], t [columns, rows].
 */
public final class TurnedMatrix {
  private final int columns;
  private final long pitch;
  private final int[] offsets;

  /** For matrices of a size for which {@link #isPossible}. */
  public TurnedMatrix(int rows, int columns) {
    this.columns = columns;
    pitch = (long) rows * Short.BYTES;
    offsets = new int[rows];
    Arrays.setAll(offsets, row -> Math.multiplyExact(row, columns * Float.BYTES));
  }

  /** Whether this can be used for a matrix of a size: it is made of whole blocks. */
  public static boolean isPossible(int rows, int columns) {
    return ColumnLoops.haveVectors()
        && rows % ColumnLoops.BLOCK == 0
        && columns % ColumnLoops.CHANNEL_STEP == 0;
  }

  /** What turns a matrix; not for use by two threads at once. */
  public Writer writer() {
    return new Writer();
  }

  /** Turns one matrix after the other; allocates nothing once it is warm. */
  public final class Writer {
    private final ColumnLoops vectors = new VectorColumnLoops();
    private ColumnLoops arrays = new ArrayColumnLoops(columns, offsets.length);

    private Writer() {}

    /** Turns the matrix at an address. */
    public void write(long matrix, long to) {
      if (arrays != null && VectorColumnLoops.WarmUp.TURN_ROUNDED.isDone()) {
        arrays = null;
      }
      ColumnLoops loops = arrays == null ? vectors : arrays;
      loops.turnRounded(matrix, offsets, offsets.length, columns, to, pitch);
    }
  }
}
