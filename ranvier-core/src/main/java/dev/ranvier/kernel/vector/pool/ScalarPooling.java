package dev.ranvier.kernel.vector.pool;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.get;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.getInt;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.set;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setInt;

import dev.ranvier.tensor.DType;

/**
 * Pooling one channel at a time.
 *
 * @param dtype what the elements are, f32 or bf16
 * @param firstChannel where to begin; what comes before is left to others
 */
public record ScalarPooling(DType dtype, int firstChannel) implements Pooling {
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
    for (int c = firstChannel; c < channels; c++) {
      float best = get(dtype, x, c);
      int winner = tap;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          float value = get(dtype, x, row * rowElements + column * channels + c);
          if (value > best || Float.isNaN(value)) {
            best = value;
            winner = tap + row * tapsPerRow + column;
          }
        }
      }
      set(dtype, y, c, best);
      if (winners != NOWHERE) {
        setInt(winners + 4L * c, winner);
      }
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
    for (int c = firstChannel; c < channels; c++) {
      float arriving = get(dtype, upstream, c) + 0f; // -0 becomes 0
      int winner = getInt(winners + 4L * c);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          boolean won = winner == tap + row * tapsPerRow + column;
          set(dtype, x, row * rowElements + column * channels + c, won ? arriving : 0);
        }
      }
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
    for (int c = firstChannel; c < channels; c++) {
      float sum = 0;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          long position = row * rowElements + column * channels + c;
          boolean won =
              getInt(winners + 4 * position) == tap - row * tapsPerRow - column * tapsPerColumn;
          sum += won ? get(dtype, upstream, position) : 0;
        }
      }
      set(dtype, x, c, sum);
    }
  }
}
