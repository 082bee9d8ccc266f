package dev.ranvier.kernel.onednn;

/** oneDNN's element types, as far as Ranvier uses them. */
enum DataType {
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
  int bytes() {
    return bytes;
  }

  static DataType of(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "oneDNN: data type %d is none that Ranvier uses".formatted(code));
  }
}
