package dev.ranvier.kernel.vector;

import static dev.ranvier.kernel.vector.PlainElements.getFloat;
import static dev.ranvier.kernel.vector.PlainElements.getInt;
import static dev.ranvier.kernel.vector.PlainElements.setFloat;
import static dev.ranvier.kernel.vector.PlainElements.setInt;

/**
 * Pooling one channel at a time.
 *
 * @param firstChannel where to begin; what comes before is left to others
 */
record PlainPooling(int firstChannel) implements Pooling {
  @Override
  public void greatest(
      long x,
      long rowBytes,
      int rows,
      int columns,
      int cell,
      int cellsPerRow,
      long y,
      long winners,
      int channels) {
    for (int c = firstChannel; c < channels; c++) {
      float best = getFloat(x + 4L * c);
      int winner = cell;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          float value = getFloat(x + row * rowBytes + 4L * (column * channels + c));
          if (value > best) {
            best = value;
            winner = cell + row * cellsPerRow + column;
          }
        }
      }
      setFloat(y + 4L * c, best);
      setInt(winners + 4L * c, winner);
    }
  }

  @Override
  public void spread(
      long x,
      long rowBytes,
      int rows,
      int columns,
      int cell,
      int cellsPerRow,
      long upstream,
      long winners,
      int channels) {
    for (int c = firstChannel; c < channels; c++) {
      float arriving = getFloat(upstream + 4L * c);
      int winner = getInt(winners + 4L * c);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          boolean won = winner == cell + row * cellsPerRow + column;
          setFloat(x + row * rowBytes + 4L * (column * channels + c), won ? arriving : 0);
        }
      }
    }
  }

  @Override
  public void collect(
      long x,
      long upstream,
      long winners,
      long rowBytes,
      int rows,
      int columns,
      int cell,
      int cellsPerRow,
      int cellsPerColumn,
      int channels) {
    for (int c = firstChannel; c < channels; c++) {
      float sum = 0;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          long offset = row * rowBytes + 4L * (column * channels + c);
          boolean won =
              getInt(winners + offset) == cell - row * cellsPerRow - column * cellsPerColumn;
          sum += won ? getFloat(upstream + offset) : 0;
        }
      }
      setFloat(x + 4L * c, sum);
    }
  }
}
