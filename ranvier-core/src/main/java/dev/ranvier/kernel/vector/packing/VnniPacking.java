package dev.ranvier.kernel.vector.packing;

import static dev.ranvier.kernel.vector.memory.Vectors.LANES;

import dev.ranvier.kernel.vector.loop.LoopForm;

/**
 * Packs an f32 matrix, rounded to the nearest bf16, in the VNNI layout that processors want for the
 * right operand of a bf16 GEMM: two neighbouring rows share 32 bits, and some rows and columns form
 * a block that lies in one piece.
 *
 * <p>Formula: p[a, b, i, n, e] = m[2·h·a + 2·i + e, w·b + n], with i &lt; h, n &lt; w, e &lt; 2.
 * Ties go to even; NaN stays NaN.
 */
public final class VnniPacking {
  private final Source source;
  private final Blocks blocks;
  private final int parts;

  /**
   * The matrix m.
   *
   * @param rows how many rows
   * @param columns how many columns
   * @param transposed whether its columns are what lies in one piece, else its rows
   * @param pitch bytes between the starts of two such
   */
  public record Source(int rows, int columns, boolean transposed, long pitch) {}

  /**
   * Where p has what.
   *
   * @param pairs h, the pairs of rows of a block
   * @param width w, the columns of a block
   * @param down bytes from a block to the one below
   * @param right bytes to the next one in the same rows
   */
  public record Blocks(int pairs, int width, long down, long right) {}

  /** For matrices for which {@link #isPossible}. */
  public VnniPacking(Source source, Blocks blocks) {
    this.source = source;
    this.blocks = blocks;
    parts = source.transposed() ? source.columns() / blocks.width() : source.rows() / rows(blocks);
  }

  /** Whether it is made of whole blocks, and those of whole vectors, and there are vectors. */
  public static boolean isPossible(Source source, Blocks blocks) {
    return LoopForm.available() == LoopForm.VECTOR
        && source.rows() % rows(blocks) == 0
        && source.columns() % blocks.width() == 0
        && blocks.width() % LANES == 0
        && (!source.transposed() || blocks.pairs() % LANES == 0);
  }

  /** Rows of a block. */
  private static int rows(Blocks blocks) {
    return 2 * blocks.pairs();
  }

  /** How many parts there are, each of which a thread can write by itself. */
  public int parts() {
    return parts;
  }

  /** Whether HotSpot has compiled the loops: only then are they fast. Begins if they are not. */
  public boolean isReady() {
    return (source.transposed() ? VectorVnniLoops.COLUMNS : VectorVnniLoops.ROWS).isDone();
  }

  /** What writes the parts, one after the other; allocates nothing. */
  public Writer writer() {
    return new Writer();
  }

  /** Writes; not for use by two threads at once. */
  public final class Writer {
    private final VectorVnniLoops loops = new VectorVnniLoops();

    private Writer() {}

    /** Writes one part of the matrix at an address. */
    public void write(long matrix, long to, int part) {
      if (source.transposed()) {
        int first = part * blocks.width();
        loops.pairColumns(
            matrix + first * source.pitch(),
            source.pitch(),
            source.rows(),
            blocks.width(),
            to + part * blocks.right(),
            blocks);
      } else {
        int first = part * rows(blocks);
        loops.pairRows(
            matrix + first * source.pitch(),
            source.pitch(),
            source.columns(),
            blocks.pairs(),
            to + part * blocks.down(),
            blocks);
      }
    }
  }
}
