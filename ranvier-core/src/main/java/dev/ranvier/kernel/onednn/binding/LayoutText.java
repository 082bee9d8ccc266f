package dev.ranvier.kernel.onednn.binding;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Writes a layout the way oneDNN's documentation does: {@code f32[64,3,28,28] acdb} is channels
 * last, {@code aBcd8b} has the second dimension in blocks of 8.
 */
public final class LayoutText {

  private LayoutText() {}

  static String of(long description) {
    long[] dimensions = LayoutQuery.dimensions(description);
    String type = LayoutQuery.dataType(description).name().toLowerCase(Locale.ROOT);
    String shape = type + Arrays.toString(dimensions).replace(" ", "");
    return LayoutQuery.isKnown(description)
        ? shape + " " + tag(description, dimensions.length)
        : shape + " opaque layout";
  }

  private static String tag(long description, int rank) {
    long[] blocks = LayoutQuery.innerBlocks(description);
    long[] axes = LayoutQuery.innerAxes(description);
    long[] strides = LayoutQuery.strides(description);
    StringBuilder tag = new StringBuilder();
    IntStream.range(0, rank)
        .boxed()
        .sorted(Comparator.comparing((Integer axis) -> -strides[axis]))
        .forEach(
            axis -> {
              boolean blocked = Arrays.stream(axes).anyMatch(inner -> inner == axis);
              tag.append((char) ((blocked ? 'A' : 'a') + axis));
            });
    for (int block = 0; block < blocks.length; block++) {
      tag.append(blocks[block]).append((char) ('a' + axes[block]));
    }
    return tag.toString();
  }
}
