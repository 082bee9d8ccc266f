package dev.ranvier.kernel.vector;

import static dev.ranvier.kernel.vector.Vectors.LANES;
import static dev.ranvier.kernel.vector.Vectors.load;
import static dev.ranvier.kernel.vector.Vectors.loadInts;
import static dev.ranvier.kernel.vector.Vectors.store;

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
 */
final class VectorPooling implements Pooling {
  private final PlainPooling rest;

  VectorPooling(int channels) {
    rest = new PlainPooling(DType.F32, channels - channels % LANES);
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
      FloatVector best = load(x + 4L * c);
      FloatVector winner = number(cell);
      for (int row = 0; row < rows; row++) {
        long from = x + 4L * row * rowElements + 4L * c;
        int number = cell + row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          FloatVector value = load(from);
          VectorMask<Float> greater = value.compare(VectorOperators.GT, best);
          best = best.blend(value, greater);
          winner = winner.blend(number(number + column), greater);
          from += 4L * channels;
        }
      }
      store(best, y + 4L * c);
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
    IntVector zero = IntVector.zero(Vectors.INTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      IntVector arriving = loadInts(upstream + 4L * c);
      IntVector winner = loadInts(winners + 4L * c);
      for (int row = 0; row < rows; row++) {
        long to = x + 4L * row * rowElements + 4L * c;
        int number = cell + row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          store(zero.blend(arriving, winner.eq(number + column)), to);
          to += 4L * channels;
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
    IntVector zero = IntVector.zero(Vectors.INTS);
    for (int c = 0; c <= channels - LANES; c += LANES) {
      FloatVector sum = FloatVector.zero(Vectors.FLOATS);
      for (int row = 0; row < rows; row++) {
        long offset = 4L * row * rowElements + 4L * c;
        int number = cell - row * cellsPerRow;
        for (int column = 0; column < columns; column++) {
          IntVector arriving = loadInts(upstream + offset);
          VectorMask<Integer> won = loadInts(winners + offset).eq(number);
          sum = sum.add(zero.blend(arriving, won).reinterpretAsFloats());
          number -= cellsPerColumn;
          offset += 4L * channels;
        }
      }
      store(sum, x + 4L * c);
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
