package dev.ranvier.kernel.vector;

import static dev.ranvier.kernel.vector.Vectors.LANES;
import static dev.ranvier.kernel.vector.Vectors.SHORTS;
import static dev.ranvier.kernel.vector.Vectors.loadInts;
import static dev.ranvier.kernel.vector.Vectors.loadShorts;
import static dev.ranvier.kernel.vector.Vectors.rounded;
import static dev.ranvier.kernel.vector.Vectors.store;
import static dev.ranvier.kernel.vector.Vectors.upperHalves;
import static dev.ranvier.kernel.vector.Vectors.widened;

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
 */
final class Bf16VectorPooling implements Pooling {
  private final PlainPooling rest;

  Bf16VectorPooling(int channels) {
    rest = new PlainPooling(DType.BF16, channels - channels % LANES);
  }

  @Override
  public void greatest(
      long x,
      long rowElements,
      int rows,
      int columns,
      int cell,
      int cellsPerRow,
      long y,
      long winners,
      int channels) {
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector best = widened(loadShorts(x + 2L * c));
      FloatVector winner = number(cell);
      for (int row = 0; row < rows; row++) {
        long from = x + 2 * (row * rowElements + c);
        int number = cell + row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          FloatVector value = widened(loadShorts(from));
          VectorMask<Float> greater = value.compare(VectorOperators.GT, best);
          best = best.blend(value, greater);
          winner = winner.blend(number(number + column), greater);
          from += 2L * channels;
        }
      }
      store(upperHalves(best.reinterpretAsInts()), y + 2L * c);
      if (winners != NOWHERE) {
        store(winner.reinterpretAsInts(), winners + 4L * c);
      }
    }
    if (rest.firstChannel() < channels) {
      rest.greatest(x, rowElements, rows, columns, cell, cellsPerRow, y, winners, channels);
    }
  }

  @Override
  public void spread(
      long x,
      long rowElements,
      int rows,
      int columns,
      int cell,
      int cellsPerRow,
      long upstream,
      long winners,
      int channels) {
    ShortVector zero = ShortVector.zero(SHORTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      ShortVector arriving = loadShorts(upstream + 2L * c);
      IntVector winner = loadInts(winners + 4L * c);
      for (int row = 0; row < rows; row++) {
        long to = x + 2 * (row * rowElements + c);
        int number = cell + row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          store(zero.blend(arriving, winner.eq(number + column).cast(SHORTS)), to);
          to += 2L * channels;
        }
      }
    }
    if (rest.firstChannel() < channels) {
      rest.spread(x, rowElements, rows, columns, cell, cellsPerRow, upstream, winners, channels);
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
      int cell,
      int cellsPerRow,
      int cellsPerColumn,
      int channels) {
    ShortVector zero = ShortVector.zero(SHORTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(Vectors.FLOATS);
      for (int row = 0; row < rows; row++) {
        long place = row * rowElements + c;
        int number = cell - row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          VectorMask<Integer> won = loadInts(winners + 4 * place).eq(number);
          ShortVector arriving = zero.blend(loadShorts(upstream + 2 * place), won.cast(SHORTS));
          sum = sum.add(widened(arriving));
          number -= cellsPerColumn;
          place += channels;
        }
      }
      store(rounded(sum), x + 2L * c);
    }
    if (rest.firstChannel() < channels) {
      rest.collect(
          x,
          upstream,
          winners,
          rowElements,
          rows,
          columns,
          cell,
          cellsPerRow,
          cellsPerColumn,
          channels);
    }
  }

  private static FloatVector number(int value) {
    return IntVector.broadcast(Vectors.INTS, value).reinterpretAsFloats();
  }
}
