package dev.ranvier.kernel.vector.pool;

import static dev.ranvier.kernel.vector.memory.Vectors.FLOATS;
import static dev.ranvier.kernel.vector.memory.Vectors.INTS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.SHORTS;
import static dev.ranvier.kernel.vector.memory.Vectors.rounded;
import static dev.ranvier.kernel.vector.memory.Vectors.upperHalves;
import static dev.ranvier.kernel.vector.memory.Vectors.widened;

import dev.ranvier.kernel.vector.memory.AllMemory;
import dev.ranvier.tensor.DType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Pooling of bf16 over vectors of channels; the channels after the last whole vector go one at a
 * time.
 *
 * <p>Numbers are compared and added up in single precision; what is only moved stays as it is.
 * Vectors are loaded and stored without helper methods, as in {@link VectorPooling}.
 */
public final class Bf16VectorPooling implements Pooling {
  private final ScalarPooling rest;

  Bf16VectorPooling(int channels) {
    rest = new ScalarPooling(DType.BF16, channels - channels % LANES);
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
          widened(
              ShortVector.fromMemorySegment(SHORTS, AllMemory.ALL, x + 2L * c, AllMemory.ORDER));
      FloatVector winner = number(tap);
      for (int row = 0; row < rows; row++) {
        long from = x + 2 * (row * rowElements + c);
        int number = tap + row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          FloatVector value =
              widened(ShortVector.fromMemorySegment(SHORTS, AllMemory.ALL, from, AllMemory.ORDER));
          VectorMask<Float> greater =
              value
                  .compare(VectorOperators.GT, best)
                  .or(value.compare(VectorOperators.NE, value)); // NaN
          best = best.blend(value, greater);
          winner = winner.blend(number(number + column), greater);
          from += 2L * channels;
        }
      }
      upperHalves(best.reinterpretAsInts())
          .intoMemorySegment(AllMemory.ALL, y + 2L * c, AllMemory.ORDER);
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
    ShortVector zero = ShortVector.zero(SHORTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      ShortVector given =
          ShortVector.fromMemorySegment(SHORTS, AllMemory.ALL, upstream + 2L * c, AllMemory.ORDER);
      // A sum of one number: as every sum it begins with 0, so that -0 becomes 0.
      ShortVector arriving = given.blend(zero, given.eq(Short.MIN_VALUE));
      IntVector winner =
          IntVector.fromMemorySegment(INTS, AllMemory.ALL, winners + 4L * c, AllMemory.ORDER);
      for (int row = 0; row < rows; row++) {
        long to = x + 2 * (row * rowElements + c);
        int number = tap + row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          zero.blend(arriving, winner.eq(number + column).cast(SHORTS))
              .intoMemorySegment(AllMemory.ALL, to, AllMemory.ORDER);
          to += 2L * channels;
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
    ShortVector zero = ShortVector.zero(SHORTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int row = 0; row < rows; row++) {
        long position = row * rowElements + c;
        int number = tap - row * tapsPerRow;
        for (int column = 0; column < columns; column++) {
          VectorMask<Integer> won =
              IntVector.fromMemorySegment(
                      INTS, AllMemory.ALL, winners + 4 * position, AllMemory.ORDER)
                  .eq(number);
          ShortVector arriving =
              zero.blend(
                  ShortVector.fromMemorySegment(
                      SHORTS, AllMemory.ALL, upstream + 2 * position, AllMemory.ORDER),
                  won.cast(SHORTS));
          sum = sum.add(widened(arriving));
          number -= tapsPerColumn;
          position += channels;
        }
      }
      rounded(sum).intoMemorySegment(AllMemory.ALL, x + 2L * c, AllMemory.ORDER);
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
