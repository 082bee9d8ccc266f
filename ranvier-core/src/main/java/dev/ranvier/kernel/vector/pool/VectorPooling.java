package dev.ranvier.kernel.vector.pool;

import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static dev.ranvier.kernel.vector.memory.Vectors.INTS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;

import dev.ranvier.kernel.vector.memory.AllMemory;
import dev.ranvier.tensor.DType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Pooling of f32 over vectors of channels; the channels after the last whole vector go one at a
 * time.
 *
 * <p>Winners and values are blended by the same mask: integers travel as the bits of floats.
 * Vectors are loaded and stored without helper methods, which HotSpot at times does not inline.
 */
public final class VectorPooling implements Pooling {
  private final ScalarPooling rest;

  VectorPooling(int channels) {
    rest = new ScalarPooling(DType.F32, channels - channels % LANES);
  }

  @Override
  public void max(
      long x,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      long y,
      long winners,
      int channels) {
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector best =
          FloatVector.fromMemorySegment(FLOATS, AllMemory.ALL, x + 4L * c, AllMemory.ORDER);
      FloatVector winner = number(tap);
      for (int row = 0; row < rows; row++) {
        long from = x + 4L * row * rowElements + 4L * c;
        int number = tap + row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          FloatVector value =
              FloatVector.fromMemorySegment(FLOATS, AllMemory.ALL, from, AllMemory.ORDER);
          VectorMask<Float> greater =
              value
                  .compare(VectorOperators.GT, best)
                  .or(value.compare(VectorOperators.NE, value)); // NaN
          best = best.blend(value, greater);
          winner = winner.blend(number(number + column), greater);
          from += 4L * channels;
        }
      }
      best.intoMemorySegment(AllMemory.ALL, y + 4L * c, AllMemory.ORDER);
      if (winners != NOWHERE) {
        winner
            .reinterpretAsInts()
            .intoMemorySegment(AllMemory.ALL, winners + 4L * c, AllMemory.ORDER);
      }
    }
    if (rest.firstChannel() < channels) {
      rest.max(x, rowElements, rows, columns, tap, tapsPerRow, y, winners, channels);
    }
  }

  @Override
  public void spread(
      long x,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      long upstream,
      long winners,
      int channels) {
    IntVector zero = IntVector.zero(INTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      // A sum of one number: as every sum it begins with 0, so that -0 becomes 0.
      IntVector arriving =
          FloatVector.fromMemorySegment(FLOATS, AllMemory.ALL, upstream + 4L * c, AllMemory.ORDER)
              .add(0)
              .reinterpretAsInts();
      IntVector winner =
          IntVector.fromMemorySegment(INTS, AllMemory.ALL, winners + 4L * c, AllMemory.ORDER);
      for (int row = 0; row < rows; row++) {
        long to = x + 4L * row * rowElements + 4L * c;
        int number = tap + row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          zero.blend(arriving, winner.eq(number + column))
              .intoMemorySegment(AllMemory.ALL, to, AllMemory.ORDER);
          to += 4L * channels;
        }
      }
    }
    if (rest.firstChannel() < channels) {
      rest.spread(x, rowElements, rows, columns, tap, tapsPerRow, upstream, winners, channels);
    }
  }

  @Override
  public void collect(
      long x,
      long upstream,
      long winners,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      int tapsPerColumn,
      int channels) {
    IntVector zero = IntVector.zero(INTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int row = 0; row < rows; row++) {
        long offset = 4L * row * rowElements + 4L * c;
        int number = tap - row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          IntVector arriving =
              IntVector.fromMemorySegment(INTS, AllMemory.ALL, upstream + offset, AllMemory.ORDER);
          VectorMask<Integer> won =
              IntVector.fromMemorySegment(INTS, AllMemory.ALL, winners + offset, AllMemory.ORDER)
                  .eq(number);
          sum = sum.add(zero.blend(arriving, won).reinterpretAsFloats());
          number -= tapsPerColumn;
          offset += 4L * channels;
        }
      }
      sum.intoMemorySegment(AllMemory.ALL, x + 4L * c, AllMemory.ORDER);
    }
    if (rest.firstChannel() < channels) {
      rest.collect(
          x,
          upstream,
          winners,
          rowElements,
          rows,
          columns,
          tap,
          tapsPerRow,
          tapsPerColumn,
          channels);
    }
  }

  private static FloatVector number(int value) {
    return IntVector.broadcast(INTS, value).reinterpretAsFloats();
  }
}
