package dev.ranvier.kernel.vector.memory;

import dev.ranvier.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Single elements at addresses, and what loops over them call. */
public final class ScalarAccess {
  private ScalarAccess() {}

  public static float getFloat(long address) {
    return AllMemory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  public static int getInt(long address) {
    return AllMemory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  /** A 16-bit number, without sign. */
  public static int getShort(long address) {
    return AllMemory.ALL.get(ValueLayout.JAVA_CHAR_UNALIGNED, address);
  }

  public static float getBfloat(long address) {
    return widened(getShort(address));
  }

  public static void setFloat(long address, float value) {
    AllMemory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  public static void setInt(long address, int value) {
    AllMemory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  public static void setShort(long address, int value) {
    AllMemory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) value);
  }

  /** An element of an array of f32 or bf16 numbers. */
  public static float get(DType dtype, long array, long index) {
    return dtype == DType.BF16 ? getBfloat(array + 2 * index) : getFloat(array + 4 * index);
  }

  /** Sets an element of an array of f32 or bf16 numbers, rounding to nearest even. */
  public static void set(DType dtype, long array, long index, float value) {
    if (dtype == DType.BF16) {
      setShort(array + 2 * index, rounded(value));
    } else {
      setFloat(array + 4 * index, value);
    }
  }

  /** The number whose bf16 bits are given. */
  public static float widened(int bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }

  /** The bits of the nearest bf16, ties to even; NaN stays NaN. */
  public static int rounded(float value) {
    int bits = Float.floatToIntBits(value);
    return Float.isNaN(value)
        ? bits >>> Short.SIZE
        : (bits + 0x7FFF + (bits >>> Short.SIZE & 1)) >>> Short.SIZE;
  }

  public static void fill(long address, int count, float value) {
    for (int i = 0; i < count; i++) {
      setFloat(address + 4L * i, value);
    }
  }

  public static void copy(long from, long to, int count) {
    copyBytes(from, to, 4L * count);
  }

  public static void copyBytes(long from, long to, long count) {
    MemorySegment.copy(AllMemory.ALL, from, AllMemory.ALL, to, count);
  }

  public static float choose(int mask, float whenSet, float otherwise) {
    return mask != 0 ? whenSet : otherwise;
  }

  public static float power(float base, float exponent) {
    return (float) Math.pow(base, exponent);
  }
}
