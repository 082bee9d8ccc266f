package dev.ranvier.kernel.onednn;

import static dev.ranvier.kernel.onednn.NativeCall.LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Writes a layout the way oneDNN's documentation does: {@code f32[64,3,28,28] acdb} is channels
 * last, {@code aBcd8b} has the second dimension in blocks of 8.
 */
final class LayoutText {

  private static final NativeFunction QUERY = NativeFunction.named("dnnl_memory_desc_query");

  // Places in dnnl_query_t.
  private static final int STRIDES = 14;
  private static final int RANK = 256;
  private static final int DIMENSIONS = 257;
  private static final int DATA_TYPE = 258;
  private static final int FORMAT_KIND = 262;
  private static final int INNER_BLOCK_COUNT = 263;
  private static final int INNER_BLOCKS = 264;
  private static final int INNER_AXES = 265;

  private static final int BLOCKED = 2;

  private LayoutText() {}

  static String of(long description) {
    long[] dimensions = longs(description, DIMENSIONS, rank(description));
    String type = DataType.of(number(description, DATA_TYPE)).name().toLowerCase(Locale.ROOT);
    String shape = type + Arrays.toString(dimensions).replace(" ", "");
    return number(description, FORMAT_KIND) == BLOCKED
        ? shape + " " + tag(description, dimensions.length)
        : shape + " opaque layout";
  }

  /** How many dimensions there are; zero for the description of nothing. */
  static int rank(long description) {
    return number(description, RANK);
  }

  private static String tag(long description, int rank) {
    int blockCount = number(description, INNER_BLOCK_COUNT);
    long[] blocks = longs(description, INNER_BLOCKS, blockCount);
    long[] axes = longs(description, INNER_AXES, blockCount);
    long[] strides = longs(description, STRIDES, rank);
    StringBuilder tag = new StringBuilder();
    IntStream.range(0, rank)
        .boxed()
        .sorted(Comparator.comparing((Integer axis) -> -strides[axis]))
        .forEach(
            axis -> {
              boolean blocked = Arrays.stream(axes).anyMatch(inner -> inner == axis);
              tag.append((char) ((blocked ? 'A' : 'a') + axis));
            });
    for (int block = 0; block < blockCount; block++) {
      tag.append(blocks[block]).append((char) ('a' + axes[block]));
    }
    return tag.toString();
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
