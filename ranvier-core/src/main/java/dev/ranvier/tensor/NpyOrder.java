package dev.ranvier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * In which order an .npy file holds an array: how the bytes of a number follow each other, and how
 * the numbers.
 *
 * @param bigEndian whether a number's highest byte comes first
 * @param columnMajor whether the first axis is the innermost, as in Fortran
 */
record NpyOrder(boolean bigEndian, boolean columnMajor) {
  /** The same numbers, little-endian and row-major. */
  MemorySegment undone(MemorySegment stored, Shape shape, int width) {
    if (!bigEndian && (!columnMajor || shape.rank() < 2)) {
      return stored;
    }
    MemorySegment ordered = NativeMemory.allocate(stored.byteSize());
    int[] index = new int[shape.rank()];
    for (long to = 0; to < shape.elements(); to++) {
      long from = columnMajor ? columnMajor(index, shape) : to;
      for (int b = 0; b < width; b++) {
        byte value = stored.get(ValueLayout.JAVA_BYTE, from * width + b);
        int place = bigEndian ? width - 1 - b : b;
        ordered.set(ValueLayout.JAVA_BYTE, to * width + place, value);
      }
      next(index, shape);
    }
    return ordered.asSlice(0, stored.byteSize());
  }

  private static long columnMajor(int[] index, Shape shape) {
    long position = 0;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  /** Counts on, the last axis fastest. */
  private static void next(int[] index, Shape shape) {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape.size(axis)) {
        return;
      }
      index[axis] = 0;
    }
  }
}
