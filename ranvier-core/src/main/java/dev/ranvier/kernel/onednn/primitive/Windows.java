package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;

/** Sliding windows in oneDNN's terms. */
public final class Windows {
  private Windows() {}

  public static SlidingWindow of(Pair stride, Padding padding, Pair dilation) {
    return new SlidingWindow(
        sizes(stride),
        sizes(dilation),
        new long[] {padding.top(), padding.left()},
        new long[] {padding.bottom(), padding.right()});
  }

  static long[] sizes(Pair pair) {
    return new long[] {pair.rows(), pair.columns()};
  }
}
