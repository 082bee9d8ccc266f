package dev.ranvier.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Single elements at addresses, and what loops over them call. */
final class PlainElements {
  private PlainElements() {}

  static float getFloat(long address) {
    return Native.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static int getInt(long address) {
    return Native.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  /** A 16-bit number, without sign. */
  static int getShort(long address) {
    return Native.ALL.get(ValueLayout.JAVA_CHAR_UNALIGNED, address);
  }

  static void setFloat(long address, float value) {
    Native.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  static void setInt(long address, int value) {
    Native.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  static void setShort(long address, int value) {
    Native.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) value);
  }

  static void fill(long address, int count, float value) {
    for (int i = 0; i < count; i++) {
      setFloat(address + 4L * i, value);
    }
  }

  static void copy(long from, long to, int count) {
    MemorySegment.copy(Native.ALL, from, Native.ALL, to, 4L * count);
  }

  static float choose(int mask, float whenSet, float otherwise) {
    return mask != 0 ? whenSet : otherwise;
  }

  static float power(float base, float exponent) {
    return (float) Math.pow(base, exponent);
  }
}
