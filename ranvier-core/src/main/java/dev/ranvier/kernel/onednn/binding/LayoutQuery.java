package dev.ranvier.kernel.onednn.binding;

import static dev.ranvier.kernel.onednn.binding.NativeCall.LONG;

import java.lang.foreign.MemorySegment;

/** Reads a layout that oneDNN has described, given where the description is. */
public final class LayoutQuery {

  private static final NativeFunction QUERY = NativeFunction.named("dnnl_memory_desc_query");

  // Values of dnnl_query_t.
  private static final int STRIDES = 14;
  private static final int RANK = 256;
  private static final int DIMENSIONS = 257;
  private static final int DATA_TYPE = 258;
  private static final int OFFSET = 259;
  private static final int FORMAT_KIND = 262;
  private static final int INNER_BLOCK_COUNT = 263;
  private static final int INNER_BLOCKS = 264;
  private static final int INNER_AXES = 265;

  private static final int BLOCKED = 2;

  private LayoutQuery() {}

  /** How many dimensions there are; zero for the description of nothing. */
  static int rank(long description) {
    return number(description, RANK);
  }

  static long[] dimensions(long description) {
    return longs(description, DIMENSIONS, rank(description));
  }

  /** Whether it has strides and blocks, and not a form that only oneDNN knows. */
  static boolean isKnown(long description) {
    return number(description, FORMAT_KIND) == BLOCKED;
  }

  /** From one block to the next along each dimension, in elements. */
  public static long[] strides(long description) {
    return longs(description, STRIDES, rank(description));
  }

  /** Where the first element is, in elements: not 0 for a part of another layout. */
  public static long offset(long description) {
    return NativeCall.create(
        () -> "query a memory description", (out, arena) -> QUERY.call(description, OFFSET, out));
  }

  public static long[] innerBlocks(long description) {
    return longs(description, INNER_BLOCKS, number(description, INNER_BLOCK_COUNT));
  }

  /** The dimension that each inner block cuts. */
  public static long[] innerAxes(long description) {
    return longs(description, INNER_AXES, number(description, INNER_BLOCK_COUNT));
  }

  public static DataType dataType(long description) {
    return DataType.of(number(description, DATA_TYPE));
  }

  /** Whether elements lie at strides alone. */
  public static boolean isPlain(long description) {
    return isKnown(description) && number(description, INNER_BLOCK_COUNT) == 0;
  }

  private static int number(long description, int query) {
    return (int)
        NativeCall.create(
            () -> "query a memory description",
            (out, arena) -> QUERY.call(description, query, out));
  }

  @SuppressWarnings("restricted") // oneDNN returns a pointer to an array of `count` values.
  private static long[] longs(long description, int query, int count) {
    if (count == 0) {
      return new long[0];
    }
    long pointer =
        NativeCall.create(
            () -> "query a memory description",
            (out, arena) -> QUERY.call(description, query, out));
    return MemorySegment.ofAddress(pointer).reinterpret(count * LONG.byteSize()).toArray(LONG);
  }
}
