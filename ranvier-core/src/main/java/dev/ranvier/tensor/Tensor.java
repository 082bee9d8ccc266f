package dev.ranvier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Numbers with a shape, row-major in native memory.
 *
 * <p>A tensor may be a view of memory owned by something else; either way nobody has to free it
 * (see {@link NativeMemory}). Its elements can be changed; it is not thread-safe.
 */
public final class Tensor {
  /** How often some memory was written; one for all shapes of it. */
  private static final class Changes {
    private long count;
  }

  private final TensorType type;
  private final MemorySegment memory;
  private final Changes changes;

  private Tensor(TensorType type, MemorySegment memory, Changes changes) {
    this.type = type;
    this.memory = memory;
    this.changes = changes;
  }

  /**
   * A tensor of zeros in memory of its own.
   *
   * @throws InsufficientMemoryException when there is too little
   */
  public static Tensor zeros(TensorType type) {
    try {
      MemorySegment memory = NativeMemory.allocate(type.bytes());
      return new Tensor(type, memory.asSlice(0, type.bytes()), new Changes());
    } catch (InsufficientMemoryException e) {
      throw e.of("tensor " + type, "take a smaller batch or smaller layers");
    }
  }

  /**
   * A tensor over existing memory.
   *
   * @throws IllegalArgumentException when the memory is smaller than the type needs
   */
  public static Tensor view(TensorType type, MemorySegment memory) {
    if (memory.byteSize() < type.bytes()) {
      throw new IllegalArgumentException(
          "tensor " + type + " needs " + type.bytes() + " bytes, got " + memory.byteSize());
    }
    return new Tensor(type, memory.asSlice(0, type.bytes()), new Changes());
  }

  /** Existing memory as bytes, whatever lies there: 2 GiB and more as rows of a cache line. */
  public static Tensor bytes(MemorySegment memory) {
    long bytes = memory.byteSize();
    Shape size =
        bytes <= Integer.MAX_VALUE
            ? Shape.of((int) bytes)
            : Shape.of(Math.toIntExact(bytes / NativeMemory.ALIGNMENT), NativeMemory.ALIGNMENT);
    return new Tensor(new TensorType(DType.U8, size), memory, new Changes());
  }

  /** A single-precision tensor of the given values. */
  public static Tensor of(Shape shape, float... values) {
    Tensor tensor = zeros(new TensorType(DType.F32, shape));
    tensor.requireElements(values.length);
    MemorySegment.copy(values, 0, tensor.memory, ValueLayout.JAVA_FLOAT, 0, values.length);
    return tensor;
  }

  /** An integer tensor of the given values. */
  public static Tensor ofInts(Shape shape, int... values) {
    Tensor tensor = zeros(new TensorType(DType.I32, shape));
    tensor.requireElements(values.length);
    MemorySegment.copy(values, 0, tensor.memory, ValueLayout.JAVA_INT, 0, values.length);
    return tensor;
  }

  /** A single single-precision number. */
  public static Tensor scalar(float value) {
    return of(Shape.SCALAR, value);
  }

  /** A tensor of the given type with the array's values, rounded to the type. */
  public static Tensor of(DType dtype, NdArray array) {
    Tensor tensor = zeros(new TensorType(dtype, array.shape()));
    tensor.copyFrom(array);
    return tensor;
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The sizes of the axes. */
  public Shape shape() {
    return type.shape();
  }

  /** The element type. */
  public DType dtype() {
    return type.dtype();
  }

  /**
   * The memory of the elements: exactly {@code type().bytes()} bytes. Who writes to it calls {@link
   * #changed} afterwards, where the tensor is a variable's.
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * How often elements were changed: a number that grows with every change through this tensor or
   * another shape of it. What was computed from the elements is out of date when it has grown.
   */
  public long changes() {
    return changes.count;
  }

  /**
   * Says that elements were changed through {@link #memory}; all other methods say so themselves.
   */
  public void changed() {
    changes.count++;
  }

  /** The element at a row-major position, whatever its type, as a double. */
  public double getDouble(long index) {
    return switch (type.dtype()) {
      case F32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case F64 -> memory.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case I32 -> memory.getAtIndex(ValueLayout.JAVA_INT, index);
      case U8 -> memory.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case BF16 -> Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, index) << 16);
    };
  }

  /** Whether no element is infinite or NaN; whole numbers never are. */
  public boolean isFinite() {
    return switch (type.dtype()) {
      case F32 -> hasFiniteFloats();
      case I32, U8 -> true;
      case F64, BF16 ->
          LongStream.range(0, shape().elements())
              .allMatch(index -> Double.isFinite(getDouble(index)));
    };
  }

  /** Finite numbers times 0 are 0; four sums, so that none waits for the one before. */
  private boolean hasFiniteFloats() {
    long count = shape().elements();
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    long i = 0;
    for (; i + 3 < count; i += 4) {
      a += memory.getAtIndex(ValueLayout.JAVA_FLOAT, i) * 0f;
      b += memory.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1) * 0f;
      c += memory.getAtIndex(ValueLayout.JAVA_FLOAT, i + 2) * 0f;
      d += memory.getAtIndex(ValueLayout.JAVA_FLOAT, i + 3) * 0f;
    }
    for (; i < count; i++) {
      a += memory.getAtIndex(ValueLayout.JAVA_FLOAT, i) * 0f;
    }
    return a + b + c + d == 0;
  }

  /**
   * Changes the element at a row-major position, rounding to this tensor's type. Integer types drop
   * the fraction; what lies outside their range becomes its nearest end, NaN becomes 0.
   */
  public void setDouble(long index, double value) {
    changes.count++;
    switch (type.dtype()) {
      case F32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
      case F64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
      case I32 -> memory.setAtIndex(ValueLayout.JAVA_INT, index, (int) value);
      case U8 -> memory.set(ValueLayout.JAVA_BYTE, index, (byte) Math.clamp((int) value, 0, 255));
      case BF16 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, index, roundToBf16((float) value));
    }
  }

  /** The value of a tensor of one element. */
  public double item() {
    requireElements(1);
    return getDouble(0);
  }

  /** Replaces all elements, rounding to this tensor's type; the shapes must hold equally many. */
  public void copyFrom(NdArray array) {
    requireElements(array.data().length);
    for (int i = 0; i < array.data().length; i++) {
      setDouble(i, array.data()[i]);
    }
  }

  /** Replaces all elements by those of a tensor of the same type. */
  public void copyFrom(Tensor other) {
    if (!other.type.equals(type)) {
      throw new IllegalArgumentException(
          "tensor " + type + " cannot take the values of " + other.type);
    }
    memory.copyFrom(other.memory);
    changes.count++;
  }

  /** A copy in memory of its own. */
  public Tensor copy() {
    Tensor copy = zeros(type);
    copy.memory.copyFrom(memory);
    return copy;
  }

  /** The same elements under another shape of as many elements. */
  public Tensor reshape(Shape shape) {
    requireElements(shape.elements());
    return new Tensor(type.withShape(shape), memory, changes);
  }

  /** The elements as doubles in a heap array. */
  public NdArray toNdArray() {
    NdArray array = NdArray.zeros(shape());
    for (int i = 0; i < array.data().length; i++) {
      array.data()[i] = getDouble(i);
    }
    return array;
  }

  /** The elements of a single-precision tensor. */
  public float[] toFloats() {
    if (type.dtype() != DType.F32) {
      throw new IllegalArgumentException("tensor " + type + " does not hold f32 values");
    }
    return memory.toArray(ValueLayout.JAVA_FLOAT);
  }

  /** The type and the first elements. */
  @Override
  public String toString() {
    double[] first = new double[(int) Math.min(8, shape().elements())];
    Arrays.setAll(first, this::getDouble);
    return type + Arrays.toString(first);
  }

  /** Rounds to the nearest bf16, ties to even, keeping NaN a NaN. */
  static short roundToBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  private void requireElements(long count) {
    if (shape().elements() != count) {
      throw new IllegalArgumentException(
          "tensor " + type + " has " + shape().elements() + " elements, got " + count);
    }
  }
}
