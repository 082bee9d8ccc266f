package dev.ranvier.kernel.vector.loop;

import static dev.ranvier.kernel.vector.memory.ScalarAccess.getFloat;
import static dev.ranvier.kernel.vector.memory.ScalarAccess.setFloat;

/** Reductions one element at a time. */
public final class ScalarReductions implements Reductions {
  @Override
  public float sum(long x, int count) {
    // Four partial sums: the processor adds them side by side, and errors grow more slowly.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      a += getFloat(x + 4L * i);
      b += getFloat(x + 4L * i + 4);
      c += getFloat(x + 4L * i + 8);
      d += getFloat(x + 4L * i + 12);
    }
    for (; i < count; i++) {
      a += getFloat(x + 4L * i);
    }
    return (a + b) + (c + d);
  }

  @Override
  public float max(long x, int count) {
    float max = getFloat(x);
    for (int i = 1; i < count; i++) {
      max = Math.max(max, getFloat(x + 4L * i));
    }
    return max;
  }

  @Override
  public void addRows(long target, long x, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      long from = x + 4L * row * columns;
      for (int c = 0; c < columns; c++) {
        setFloat(target + 4L * c, getFloat(target + 4L * c) + getFloat(from + 4L * c));
      }
    }
  }

  @Override
  public void maxOfRows(long target, long x, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      long from = x + 4L * row * columns;
      for (int c = 0; c < columns; c++) {
        setFloat(target + 4L * c, Math.max(getFloat(target + 4L * c), getFloat(from + 4L * c)));
      }
    }
  }

  @Override
  public void scale(long x, int count, float factor) {
    for (int i = 0; i < count; i++) {
      setFloat(x + 4L * i, getFloat(x + 4L * i) * factor);
    }
  }
}
