package dev.ranvier.tensor;

/** The element type of a tensor. */
public enum DType {
  /** IEEE 754 single precision, the default for parameters and activations. */
  F32(4),
  /** The upper half of a single: 8 exponent bits, 7 mantissa bits. */
  BF16(2),
  /** IEEE 754 double precision. */
  F64(8),
  /** Signed 32-bit integers: class indices, keys of random streams. */
  I32(4),
  /** Unsigned bytes, as image files hold them. */
  U8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether gradients may flow through values of this type. */
  public boolean isFloating() {
    return switch (this) {
      case F32, BF16, F64 -> true;
      case I32, U8 -> false;
    };
  }
}
