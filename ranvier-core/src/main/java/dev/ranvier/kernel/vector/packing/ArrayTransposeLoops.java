package dev.ranvier.kernel.vector.packing;

import dev.ranvier.kernel.vector.memory.AllMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Loops over heap arrays, which are fast enough before HotSpot has compiled anything. Not for use
 * by two threads at once.
 */
public final class ArrayTransposeLoops implements TransposeLoops {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.nativeOrder());

  private final short[] pixel;
  private final short[] rows;

  /** Loops over at most {@code channels} channels and {@code count} elements of a row. */
  ArrayTransposeLoops(int channels, int count) {
    pixel = new short[channels];
    rows = new short[Math.max(channels * BLOCK, count)];
  }

  @Override
  public void transpose(long images, int[] pixels, int count, int channels, long to, long pitch) {
    for (int first = 0; first < count; first += BLOCK) {
      for (int i = 0; i < BLOCK; i++) {
        MemorySegment.copy(AllMemory.ALL, SHORT, images + pixels[first + i], pixel, 0, channels);
        spread(i, channels);
      }
      store(channels, to + (long) first * Short.BYTES, pitch);
    }
  }

  private void spread(int column, int channels) {
    for (int c = 0; c < channels; c++) {
      rows[c * BLOCK + column] = pixel[c];
    }
  }

  private void store(int channels, long to, long pitch) {
    for (int c = 0; c < channels; c++) {
      MemorySegment.copy(rows, c * BLOCK, AllMemory.ALL, SHORT, to + c * pitch, BLOCK);
    }
  }

  @Override
  public void copy(
      long from, long fromPitch, short[] mask, int count, int number, long to, long toPitch) {
    for (int row = 0; row < number; row++) {
      MemorySegment.copy(AllMemory.ALL, SHORT, from + row * fromPitch, rows, 0, count);
      for (int p = 0; p < count; p++) {
        rows[p] &= mask[p];
      }
      MemorySegment.copy(rows, 0, AllMemory.ALL, SHORT, to + row * toPitch, count);
    }
  }
}
