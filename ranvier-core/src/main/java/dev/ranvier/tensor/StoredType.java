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

/** How files store numbers, always little-endian: what each type is called and becomes. */
enum StoredType {
  F64("F64", "<f8", DType.F64, 8),
  F32("F32", "<f4", DType.F32, 4),
  I32("I32", "<i4", DType.I32, 4),
  BF16("BF16", null, DType.BF16, 2),
  U8("U8", "|u1", DType.U8, 1),
  /** Half precision, widened when read. */
  F16("F16", "<f2", DType.F32, 2),
  /** Long integers, NumPy's and PyTorch's default; read where they fit 32 bits. */
  I64("I64", "<i8", DType.I32, 8);

  private static final ValueLayout.OfShort HALF =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
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
    switch (this) {
      case F64, F32, I32, BF16, U8 -> tensor.memory().copyFrom(stored);
      case F16 -> {
        for (long i = 0; i < shape.elements(); i++) {
          tensor.setDouble(i, Float.float16ToFloat(stored.get(HALF, 2 * i)));
        }
      }
      case I64 -> {
        for (long i = 0; i < shape.elements(); i++) {
          long value = stored.get(LONG, 8 * i);
          if (value != (int) value) {
            throw new IOException(
                label + ": holds " + value + ", which does not fit a 32-bit integer");
          }
          tensor.setDouble(i, value);
        }
      }
    }
    return tensor;
  }

  /** The shape of the given sizes, as a file names them. */
  static Shape shape(String label, List<Long> sizes) throws IOException {
    if (sizes.stream().anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
      throw new IOException(
          label + ": has the shape " + sizes + ", but every size must be 1 to 2147483647");
    }
    try {
      return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
    } catch (IllegalArgumentException e) {
      throw new IOException(label + ": " + e.getMessage(), e);
    }
  }
}
