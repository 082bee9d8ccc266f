package dev.ranvier.kernel.vector;

import java.lang.foreign.ValueLayout;

/** What loops over single elements call. */
final class PlainElements {
  private PlainElements() {}

  static float getFloat(long address) {
    return Native.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static int getInt(long address) {
    return Native.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  static void setFloat(long address, float value) {
    Native.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  static float choose(int mask, float whenSet, float otherwise) {
    return mask != 0 ? whenSet : otherwise;
  }

  static float power(float base, float exponent) {
    return (float) Math.pow(base, exponent);
  }
}
