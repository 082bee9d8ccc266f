package dev.ranvier.kernel.vector.packing;

import static dev.ranvier.kernel.vector.memory.Vectors.BYTES;
import static dev.ranvier.kernel.vector.memory.Vectors.INTS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.load;
import static dev.ranvier.kernel.vector.memory.Vectors.roundedBits;
import static dev.ranvier.kernel.vector.memory.Vectors.store;

import dev.ranvier.kernel.vector.loop.WarmUp;
import dev.ranvier.kernel.vector.packing.VnniPacking.Blocks;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of the Vector API behind {@link VnniPacking}, a hundred times slower than others until
 * HotSpot has compiled them. Not for use by two threads at once.
 */
public final class VectorVnniLoops {
  /** For {@link #pairRows}. */
  static final WarmUp ROWS = new WarmUp(() -> new Work()::pairRows);

  /** For {@link #pairColumns}. */
  static final WarmUp COLUMNS = new WarmUp(() -> new Work()::pairColumns);

  private static final int UPPER_HALF = 0xFFFF << Short.SIZE;

  /** The lanes of two vectors that come first in a pair, and those that come second. */
  private static final int[] EVEN = new int[LANES];

  private static final int[] ODD = new int[LANES];

  static {
    for (int lane = 0; lane < LANES; lane++) {
      EVEN[lane] = 2 * lane;
      ODD[lane] = 2 * lane + 1;
    }
  }

  private final RegisterTranspose block = new RegisterTranspose();

  /** Pairs of rows, which lie in one piece each, of all columns of one row of blocks. */
  void pairRows(long matrix, long pitch, int columns, int pairs, long to, Blocks blocks) {
    int width = blocks.width();
    for (int i = 0; i < pairs; i++) {
      long first = matrix + 2 * i * pitch;
      long second = first + pitch;
      long target = to + (long) i * width * Integer.BYTES;
      for (int n = 0; n < columns; n += width) {
        for (int v = 0; v < width; v += LANES) {
          long at = (long) (n + v) * Float.BYTES;
          store(
              paired(roundedBits(load(first + at)), roundedBits(load(second + at))),
              target + (long) v * Integer.BYTES);
        }
        target += blocks.right();
      }
    }
  }

  /** Some columns, which lie in one piece each, of one column of blocks. */
  void pairColumns(long matrix, long pitch, int rows, int columns, long to, Blocks blocks) {
    long row = (long) blocks.width() * Integer.BYTES;
    int high = 2 * blocks.pairs();
    for (int n = 0; n < columns; n += LANES) {
      long column = matrix + n * pitch;
      for (int k = 0; k < rows; k += 2 * LANES) {
        loadPairs(column + (long) k * Float.BYTES, pitch);
        block.transpose();
        long pair = (k % high) / 2;
        block.store(to + k / high * blocks.down() + pair * row + (long) n * Integer.BYTES, row);
      }
    }
  }

  private void loadPairs(long matrix, long pitch) {
    IntVector even = IntVector.fromArray(INTS, EVEN, 0);
    IntVector odd = IntVector.fromArray(INTS, ODD, 0);
    for (int i = 0; i < LANES; i++) {
      long at = matrix + i * pitch;
      IntVector first = roundedBits(load(at));
      IntVector second = roundedBits(load(at + BYTES));
      block.set(i, paired(even.selectFrom(first, second), odd.selectFrom(first, second)));
    }
  }

  /** The upper halves of both. */
  private static IntVector paired(IntVector lower, IntVector upper) {
    return lower
        .lanewise(VectorOperators.LSHR, Short.SIZE)
        .lanewise(VectorOperators.OR, upper.and(UPPER_HALF));
  }

  /** What a warm-up works on. */
  private static final class Work {
    private static final int SIZE = 512;
    private static final long PITCH = SIZE * Float.BYTES;

    private final MemorySegment memory = NativeMemory.allocate(4 * LANES * PITCH);
    private final long from = memory.address();
    private final long to = from + 2 * LANES * PITCH;
    private final VectorVnniLoops loops = new VectorVnniLoops();
    private final Blocks blocks =
        new Blocks(LANES, 2 * LANES, 2 * LANES * BYTES, 2 * LANES * BYTES);

    void pairRows(int pairs) {
      loops.pairRows(from, PITCH, SIZE, pairs, to, blocks);
    }

    void pairColumns(int columns) {
      loops.pairColumns(from, PITCH, SIZE, columns, to, blocks);
    }
  }
}
