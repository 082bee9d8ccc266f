package dev.ranvier.kernel.vector.packing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of the loops against what they are said to do, and so against each other. */
@NeedsVectorApi
class TransposeLoopsTest {
  private static final int SURROUNDINGS = 64;

  private final SplittableRandom random = new SplittableRandom(5);

  @ParameterizedTest
  @CsvSource({"16, 1", "16, 32", "32, 45", "48, 64", "64, 200"})
  void turnsChannelsIntoRows(int channels, int count) {
    MemorySegment images = randomBits((long) count * channels * Short.BYTES);
    int[] pixels = pixels(count, channels * Short.BYTES);
    for (TransposeLoops loops : both(channels, count)) {
      long pitch = (pixels.length + 3) * Short.BYTES;
      MemorySegment rows = NativeMemory.allocate(channels * pitch);
      loops.transpose(images.address(), pixels, count, channels, rows.address(), pitch);
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < count; p++) {
          assertThat(shortAt(rows, c * pitch + 2L * p))
              .isEqualTo(shortAt(images, pixels[p] + 2L * c));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 32", "2, 45", "5, 100"})
  void copiesWhereTheMaskHasBits(int rows, int count) {
    int whole = Math.ceilDiv(count, TransposeLoops.BLOCK) * TransposeLoops.BLOCK;
    long fromPitch = (whole + 1) * Short.BYTES;
    MemorySegment from = randomBits(rows * fromPitch + SURROUNDINGS);
    short[] mask = new short[whole];
    IntStream.range(0, count).forEach(p -> mask[p] = (short) (random.nextBoolean() ? -1 : 0));
    for (TransposeLoops loops : both(16, count)) {
      long toPitch = (whole + 2) * Short.BYTES;
      MemorySegment to = NativeMemory.allocate(rows * toPitch);
      // From anywhere: rows are moved by single elements.
      long start = 3 * Short.BYTES;
      loops.copy(from.address() + start, fromPitch, mask, count, rows, to.address(), toPitch);
      for (int row = 0; row < rows; row++) {
        for (int p = 0; p < count; p++) {
          assertThat(shortAt(to, row * toPitch + 2L * p))
              .isEqualTo((short) (shortAt(from, start + row * fromPitch + 2L * p) & mask[p]));
        }
      }
    }
  }

  private static TransposeLoops[] both(int channels, int count) {
    return new TransposeLoops[] {
      new ArrayTransposeLoops(channels, count), new VectorTransposeLoops(),
    };
  }

  /** In any order, and whole blocks. */
  private int[] pixels(int count, int bytes) {
    int whole = Math.ceilDiv(count, TransposeLoops.BLOCK) * TransposeLoops.BLOCK;
    return IntStream.range(0, whole).map(p -> random.nextInt(count) * bytes).toArray();
  }

  private MemorySegment randomBits(long bytes) {
    MemorySegment memory = NativeMemory.allocate(bytes);
    for (long i = 0; i < bytes; i++) {
      memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
    }
    return memory;
  }

  private static short shortAt(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
  }
}
