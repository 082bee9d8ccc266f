package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How files store numbers, always little-endian: what each type is called and becomes. Integers
 * that tensors do not know become i32, where they fit; short floating-point numbers become f32.
 */
enum StoredType {
  F64("F64", "<f8", DType.F64, 8),
  F32("F32", "<f4", DType.F32, 4),
  I32("I32", "<i4", DType.I32, 4),
  BF16("BF16", null, DType.BF16, 2),
  U8("U8", "|u1", DType.U8, 1),
  F16("F16", "<f2", DType.F32, 2),
  /** Four exponent bits, no infinity (P. Micikevicius et al., "FP8 formats", 2022). */
  F8_E4M3("F8_E4M3", null, DType.F32, 1),
  /** The upper half of a half. */
  F8_E5M2("F8_E5M2", null, DType.F32, 1),
  /** NumPy's and PyTorch's default. */
  I64("I64", "<i8", DType.I32, 8),
  U64("U64", "<u8", DType.I32, 8),
  U32("U32", "<u4", DType.I32, 4),
  I16("I16", "<i2", DType.I32, 2),
  U16("U16", "<u2", DType.I32, 2),
  I8("I8", "|i1", DType.I32, 1),
  /** Zeros and ones: not u8, which holds pixels from 0 to 255. */
  BOOL("BOOL", "|b1", DType.I32, 1);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String safetensors;
  private final String npy;
  private final DType dtype;
  private final int bytes;

  StoredType(String safetensors, String npy, DType dtype, int bytes) {
    this.safetensors = safetensors;
    this.npy = npy;
    this.dtype = dtype;
    this.bytes = bytes;
  }

  /** How a tensor's numbers are stored, without any change. */
  static StoredType of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case BF16 -> BF16;
      case F64 -> F64;
      case I32 -> I32;
      case U8 -> U8;
    };
  }

  static Optional<StoredType> ofSafetensors(String name) {
    return Stream.of(values()).filter(type -> type.safetensors.equals(name)).findFirst();
  }

  static Optional<StoredType> ofNpy(String name) {
    return Stream.of(values()).filter(type -> name.equals(type.npy)).findFirst();
  }

  static List<String> safetensorsNames() {
    return Arrays.stream(values()).map(type -> type.safetensors).toList();
  }

  static List<String> npyNames() {
    return Arrays.stream(values()).map(type -> type.npy).filter(Objects::nonNull).toList();
  }

  /** What its numbers are in memory. */
  DType dtype() {
    return dtype;
  }

  /** What safetensors files call it. */
  String safetensors() {
    return safetensors;
  }

  /** What .npy files call it; empty where they cannot hold it. */
  Optional<String> npy() {
    return Optional.ofNullable(npy);
  }

  /** How many bytes a tensor of a shape takes. */
  long bytes(String label, Shape shape) throws IOException {
    if (shape.elements() > Long.MAX_VALUE / bytes) {
      throw new IOException(label + ": no file can hold " + this + shape);
    }
    return shape.elements() * bytes;
  }

  /** The size of one stored number. */
  int bytes() {
    return bytes;
  }

  /**
   * A tensor of the stored numbers.
   *
   * @param label file and tensor, for errors
   */
  Tensor read(String label, Shape shape, MemorySegment stored) throws IOException {
    Tensor tensor = Tensor.zeros(new TensorType(dtype, shape));
    if (this == of(dtype)) {
      tensor.memory().copyFrom(stored);
      return tensor;
    }
    for (long i = 0; i < shape.elements(); i++) {
      if (dtype == DType.F32) {
        tensor.setDouble(i, shortFloat(stored, i));
      } else {
        long value = whole(stored, i);
        boolean negative = this == U64 && value < 0; // of 2^63 or more
        if (value != (int) value || negative || this == BOOL && value >> 1 != 0) {
          String held = this == U64 ? Long.toUnsignedString(value) : Long.toString(value);
          throw new IOException(
              label
                  + ": holds "
                  + held
                  + (this == BOOL
                      ? ", which is neither true nor false"
                      : ", which does not fit a 32-bit integer"));
        }
        tensor.setDouble(i, value);
      }
    }
    return tensor;
  }

  private float shortFloat(MemorySegment stored, long i) {
    return switch (this) {
      case F16 -> Float.float16ToFloat(stored.get(SHORT, 2 * i));
      case F8_E5M2 -> Float.float16ToFloat((short) (stored.get(ValueLayout.JAVA_BYTE, i) << 8));
      case F8_E4M3 -> ofE4m3(stored.get(ValueLayout.JAVA_BYTE, i));
      case F64, F32, I32, BF16, U8, I64, U64, U32, I16, U16, I8, BOOL ->
          throw new IllegalStateException(this + " is no short floating-point type");
    };
  }

  private static float ofE4m3(byte bits) {
    int exponent = bits >> 3 & 0xF;
    int mantissa = bits & 0x7;
    float size =
        exponent == 0
            ? Math.scalb(mantissa, -9)
            : (bits & 0x7F) == 0x7F ? Float.NaN : Math.scalb(8f + mantissa, exponent - 10);
    return bits < 0 ? -size : size;
  }

  private long whole(MemorySegment stored, long i) {
    return switch (this) {
      case I64, U64 -> stored.get(LONG, 8 * i);
      case U32 -> Integer.toUnsignedLong(stored.get(INT, 4 * i));
      case I16 -> stored.get(SHORT, 2 * i);
      case U16 -> Short.toUnsignedLong(stored.get(SHORT, 2 * i));
      case I8 -> stored.get(ValueLayout.JAVA_BYTE, i);
      case BOOL -> Byte.toUnsignedLong(stored.get(ValueLayout.JAVA_BYTE, i));
      case F64, F32, I32, BF16, U8, F16, F8_E4M3, F8_E5M2 ->
          throw new IllegalStateException(this + " is no integer type to convert");
    };
  }

  /** The shape of the given sizes, as a file names them. */
  static Shape shape(String label, List<Long> sizes) throws IOException {
    if (sizes.stream().anyMatch(size -> size < 0 || size > Integer.MAX_VALUE)) {
      throw new IOException(
          label + ": has the shape " + sizes + ", but every size must be 0 to 2147483647");
    }
    try {
      return Shape.ofStored(sizes.stream().mapToInt(Math::toIntExact).toArray());
    } catch (IllegalArgumentException e) {
      throw new IOException(label + ": " + e.getMessage(), e);
    }
  }
}
