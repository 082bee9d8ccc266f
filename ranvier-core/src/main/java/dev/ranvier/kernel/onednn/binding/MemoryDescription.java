package dev.ranvier.kernel.onednn.binding;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The type, dimensions and layout of a buffer, as oneDNN describes them.
 *
 * <p>A layout is plain strides, or one of oneDNN's blocked ones (only oneDNN chooses those), or
 * {@code any}: not chosen yet, the primitive may choose. Two descriptions are equal when buffers of
 * the one can be read as the other without a reorder.
 */
public final class MemoryDescription {

  private static final NativeFunction CREATE_WITH_STRIDES =
      NativeFunction.named("dnnl_memory_desc_create_with_strides");
  private static final NativeFunction CREATE_WITH_TAG =
      NativeFunction.named("dnnl_memory_desc_create_with_tag");
  private static final NativeFunction CREATE_PART =
      NativeFunction.named("dnnl_memory_desc_create_submemory");
  private static final NativeFunction CLONE = NativeFunction.named("dnnl_memory_desc_clone");
  private static final NativeFunction DESTROY = NativeFunction.named("dnnl_memory_desc_destroy");
  private static final NativeFunction EQUAL = NativeFunction.named("dnnl_memory_desc_equal");
  private static final NativeFunction SIZE = NativeFunction.named("dnnl_memory_desc_get_size");

  private static final int ANY_TAG = 1;

  private static final MemoryDescription NONE = new MemoryDescription(0, () -> "none");

  private final NativeHandle handle;
  private final long bytes;
  private final Supplier<String> text;

  private MemoryDescription(long address, Supplier<String> text) {
    this.handle = new NativeHandle(this, address, MemoryDescription::destroy);
    this.bytes = address == 0 ? 0 : NativeCall.get(() -> SIZE.callForLong(address));
    this.text = text;
  }

  /** Stands for an optional buffer that is absent: no bias, no scratchpad. */
  public static MemoryDescription none() {
    return NONE;
  }

  /** Elements in row-major order of the dimensions. */
  public static MemoryDescription rowMajor(DataType type, long... dimensions) {
    return strided(type, dimensions, rowMajorStrides(dimensions));
  }

  /**
   * Elements with the channels last: N, C, spatial… as dimensions, N, spatial…, C in memory.
   *
   * @param dimensions two (N, C) or more
   */
  public static MemoryDescription channelsLast(DataType type, long... dimensions) {
    long[] strides = new long[dimensions.length];
    strides[1] = 1;
    long stride = dimensions[1];
    for (int axis = dimensions.length - 1; axis >= 2; axis--) {
      strides[axis] = stride;
      stride *= dimensions[axis];
    }
    strides[0] = stride;
    return strided(type, dimensions, strides);
  }

  /** Elements at given distances, counted in elements. */
  public static MemoryDescription strided(DataType type, long[] dimensions, long[] strides) {
    Supplier<String> text = () -> describe(type, dimensions) + " strides " + brackets(strides);
    return new MemoryDescription(
        NativeCall.create(
            text,
            (out, arena) ->
                CREATE_WITH_STRIDES.call(
                    out,
                    dimensions.length,
                    NativeCall.array(arena, dimensions),
                    type.code(),
                    NativeCall.array(arena, strides))),
        text);
  }

  /** A layout that the primitive may choose; ask the primitive what it chose. */
  public static MemoryDescription any(DataType type, long... dimensions) {
    Supplier<String> text = () -> describe(type, dimensions) + " any layout";
    return new MemoryDescription(
        NativeCall.create(
            text,
            (out, arena) ->
                CREATE_WITH_TAG.call(
                    out,
                    dimensions.length,
                    NativeCall.array(arena, dimensions),
                    type.code(),
                    ANY_TAG)),
        text);
  }

  /**
   * A copy of a description that oneDNN owns; {@link #none()} for a null pointer or an empty one.
   */
  static MemoryDescription copyOf(long address) {
    if (address == 0 || LayoutQuery.rank(address) == 0) {
      return NONE;
    }
    long copy =
        NativeCall.create(
            () -> "copy a memory description", (out, arena) -> CLONE.call(out, address));
    return new MemoryDescription(copy, () -> LayoutText.of(copy));
  }

  /**
   * A part of this layout, whose buffer is this one's.
   *
   * @param offsets where the part begins: where this has blocks, at the start of one
   */
  public MemoryDescription part(long[] dimensions, long... offsets) {
    Supplier<String> text =
        () -> "%s of %s at %s".formatted(brackets(dimensions), this, brackets(offsets));
    return new MemoryDescription(
        NativeCall.create(
            text,
            (out, arena) ->
                CREATE_PART.call(
                    out,
                    address(),
                    NativeCall.array(arena, dimensions),
                    NativeCall.array(arena, offsets))),
        text);
  }

  /** The sizes along the axes. */
  public long[] dimensions() {
    return LayoutQuery.dimensions(address());
  }

  static long[] rowMajorStrides(long... dimensions) {
    long[] strides = new long[dimensions.length];
    long stride = 1;
    for (int axis = dimensions.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dimensions[axis];
    }
    return strides;
  }

  /**
   * Bytes a buffer of this layout takes, padding included; zero for {@code none} and {@code any}.
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Bytes from the first element to the end of the last: less than {@link #bytes} where the strides
   * are those of a larger tensor, of which this is a part.
   */
  long reach() {
    if (isNone() || !LayoutQuery.isPlain(address())) {
      return bytes;
    }
    long[] dimensions = LayoutQuery.dimensions(address());
    long[] strides = LayoutQuery.strides(address());
    long last = 0;
    for (int axis = 0; axis < dimensions.length; axis++) {
      last += (dimensions[axis] - 1) * strides[axis];
    }
    return (last + 1) * LayoutQuery.dataType(address()).bytes();
  }

  boolean isNone() {
    return handle.address() == 0;
  }

  /** Where the native description is; zero for {@code none}. */
  public long address() {
    return handle.address();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryDescription that
        && bytes == that.bytes
        && NativeCall.get(() -> EQUAL.call(address(), that.address())) != 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text.get();
  }

  private static String describe(DataType type, long[] dimensions) {
    return type.name().toLowerCase(Locale.ROOT) + brackets(dimensions);
  }

  private static String brackets(long[] values) {
    return Arrays.toString(values).replace(" ", "");
  }

  private static void destroy(long address) throws Throwable {
    if (address != 0) {
      DESTROY.call(address);
    }
  }
}
