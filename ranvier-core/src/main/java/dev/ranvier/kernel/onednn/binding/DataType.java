package dev.ranvier.kernel.onednn.binding;

import dev.ranvier.tensor.DType;

/** oneDNN's element types, as far as Ranvier uses them. */
public enum DataType {
  F16(1, 2),
  BF16(2, 2),
  F32(3, 4),
  S32(4, 4),
  S8(5, 1),
  U8(6, 1);

  private final int code;
  private final int bytes;

  DataType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** oneDNN's number for the type. */
  int code() {
    return code;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** oneDNN's name for an element type of Ranvier's. */
  public static DataType of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case BF16 -> BF16;
      case I32 -> S32;
      case U8 -> U8;
      case F64 -> throw new IllegalArgumentException("oneDNN: has no double precision");
    };
  }

  public static DataType of(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "oneDNN: data type %d is none that Ranvier uses".formatted(code));
  }
}
