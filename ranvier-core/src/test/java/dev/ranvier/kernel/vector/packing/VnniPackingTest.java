package dev.ranvier.kernel.vector.packing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.kernel.vector.memory.ScalarAccess;
import dev.ranvier.kernel.vector.packing.VnniPacking.Blocks;
import dev.ranvier.kernel.vector.packing.VnniPacking.Source;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsVectorApi
class VnniPackingTest {
  private static final int BETWEEN_BLOCKS = 64;

  private static final float[] EDGES = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE, 0x1.01p0f
  };

  @ParameterizedTest
  @CsvSource({
    "32, 32, 16, 32",
    "64, 96, 16, 32",
    "96, 64, 16, 64",
    "32, 48, 16, 48",
    "32, 32, 8, 16"
  })
  void pairsNeighbouringRows(int rows, int columns, int pairs, int width) {
    check(new Source(rows, columns, false, (columns + 5L) * Float.BYTES), pairs, width);
  }

  @ParameterizedTest
  @CsvSource({"32, 32, 16, 32", "64, 96, 16, 32", "96, 64, 16, 64", "32, 48, 32, 48"})
  void turnsWhatLiesByColumns(int rows, int columns, int pairs, int width) {
    rows = Math.max(rows, 2 * pairs);
    check(new Source(rows, columns, true, (rows + 3L) * Float.BYTES), pairs, width);
  }

  private static void check(Source source, int pairs, int width) {
    long block = 2L * pairs * width * Short.BYTES + BETWEEN_BLOCKS;
    int down = source.rows() / (2 * pairs);
    int right = source.columns() / width;
    Blocks blocks = new Blocks(pairs, width, block, down * block);
    assertThat(VnniPacking.isPossible(source, blocks)).isTrue();
    int lines = source.transposed() ? source.columns() : source.rows();
    MemorySegment m = random(lines * source.pitch());
    MemorySegment p = NativeMemory.allocate(down * right * block);
    VnniPacking matrix = new VnniPacking(source, blocks);
    for (int part = matrix.parts() - 1; part >= 0; part--) {
      matrix.writer().write(m.address(), p.address(), part);
    }
    for (int k = 0; k < source.rows(); k++) {
      for (int n = 0; n < source.columns(); n++) {
        long line = source.transposed() ? n : k;
        long within = source.transposed() ? k : n;
        float value = m.get(ValueLayout.JAVA_FLOAT, line * source.pitch() + within * Float.BYTES);
        long at =
            k / (2 * pairs) * blocks.down()
                + n / width * blocks.right()
                + ((k % (2 * pairs) / 2L * width + n % width) * 2 + k % 2) * Short.BYTES;
        float rounded = ScalarAccess.getBfloat(p.address() + at);
        if (Float.isNaN(value)) {
          assertThat(rounded).isNaN();
        } else {
          assertThat(Float.floatToRawIntBits(rounded) >>> Short.SIZE)
              .as("row %d, column %d: %s", k, n, value)
              .isEqualTo(ScalarAccess.rounded(value));
        }
      }
    }
  }

  @Test
  void areForWholeBlocksOfWholeVectors() {
    assertThat(isPossible(32, 32, 16, 32, false)).isTrue();
    assertThat(isPossible(33, 32, 16, 32, false)).as("rows").isFalse();
    assertThat(isPossible(32, 48, 16, 32, false)).as("columns").isFalse();
    assertThat(isPossible(32, 18, 16, 18, false)).as("vectors").isFalse();
    assertThat(isPossible(32, 32, 2, 32, false)).isTrue();
    assertThat(isPossible(32, 32, 2, 32, true)).as("transposed pairs").isFalse();
  }

  private static boolean isPossible(
      int rows, int columns, int pairs, int width, boolean transposed) {
    return VnniPacking.isPossible(
        new Source(rows, columns, transposed, 4096), new Blocks(pairs, width, 4096, 4096));
  }

  private static MemorySegment random(long bytes) {
    SplittableRandom random = new SplittableRandom(3);
    MemorySegment memory = NativeMemory.allocate(bytes);
    for (long i = 0; i < bytes / Float.BYTES; i++) {
      memory.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt());
    }
    for (int i = 0; i < EDGES.length; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, EDGES[i]);
    }
    return memory;
  }
}
