package dev.ranvier.kernel.vector.packing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns against their formula, while the loops are cold and when they are compiled. */
@NeedsVectorApi
class Im2colTest {
  private static final int CHANNELS = 48;
  private static final int USED = 32;
  private static final int FIRST = 16;
  private static final int WARM_UP_MILLISECONDS = 60_000;

  private static Im2col columns(Shape images, int window, int stride, int before, int most) {
    return new Im2col(images, Pair.of(window), Pair.of(stride), Pair.of(before), USED, most);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, 3, 1, 1, 2", "5, 3, 3, 1, 1, 3", "8, 6, 3, 2, 1, 2", "8, 6, 3, 2, 0, 1",
    "6, 4, 1, 2, 0, 2", "4, 4, 1, 1, 0, 3", "9, 6, 5, 3, 2, 1", "4, 4, 2, 1, -1, 2",
    "3, 3, 7, 1, 3, 2", "3, 32, 3, 1, 1, 1", "5, 64, 4, 1, 0, 1", "2, 32, 3, 1, 2, 1",
    "3, 32, 3, 1, 1, 2"
  })
  void holdWhatTheWindowSees(int rows, int width, int window, int stride, int before, int most)
      throws InterruptedException {
    Shape images = Shape.of(most + 1, rows, width, CHANNELS);
    MemorySegment x = NativeMemory.allocate(images.elements() * Short.BYTES);
    for (long i = 0; i < images.elements(); i++) {
      x.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (i * 31 + 7));
    }
    Im2col columns = columns(images, window, stride, before, most);
    MemorySegment work = NativeMemory.allocate(columns.workBytes());
    MemorySegment matrix = NativeMemory.allocate(columns.bytes());
    Im2col.Writer writer = columns.writer(work.address(), matrix.address());
    long[] starts = columns.starts();
    boolean shared = width % 32 == 0 && most == 1;
    assertThat(starts).hasSize(shared ? window : 1);
    assertThat(starts.length * columns.rows()).isEqualTo(window * window * USED);
    for (boolean warm : new boolean[] {false, true}) {
      if (warm) {
        awaitWarmLoops();
      }
      matrix.fill((byte) -1);
      // The second image is the first one taken.
      long image = (long) rows * width * CHANNELS;
      writer.write(x.address() + (image + FIRST) * Short.BYTES);
      int output = rows / stride * (width / stride);
      for (int row = 0; row < window * window * USED; row++) {
        int cell = row / USED;
        long start = starts[row / columns.rows()] + row % columns.rows() * columns.pitch();
        for (int column = 0; column < most * output; column++) {
          int r = column % output / (width / stride) * stride + cell / window - before;
          int q = column % output % (width / stride) * stride + cell % window - before;
          boolean inside = r >= 0 && r < rows && q >= 0 && q < width;
          long pixel = ((long) (1 + column / output) * rows + r) * width + q;
          short expected =
              inside
                  ? x.getAtIndex(ValueLayout.JAVA_SHORT, pixel * CHANNELS + FIRST + row % USED)
                  : 0;
          assertThat(matrix.get(ValueLayout.JAVA_SHORT, start + 2L * column))
              .as("row %d, column %d", row, column)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static void awaitWarmLoops() throws InterruptedException {
    for (int i = 0; i < WARM_UP_MILLISECONDS; i++) {
      if (VectorTransposeLoops.TRANSPOSE.isDone() && VectorTransposeLoops.COPY.isDone()) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError("the loops were never compiled");
  }

  @Test
  void areForWindowsWithAPlaceAtEveryStep() {
    Shape images = Shape.of(2, 8, 6, CHANNELS);
    assertThat(Im2col.arePossible(images, Pair.ONE, new Pair(8, 6))).isTrue();
    assertThat(Im2col.arePossible(images, Pair.of(2), new Pair(4, 3))).isTrue();
    assertThat(Im2col.arePossible(images, Pair.ONE, new Pair(6, 4))).isFalse();
    assertThat(Im2col.arePossible(images, Pair.of(3), new Pair(3, 2))).isFalse();
  }
}
