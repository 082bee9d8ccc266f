package dev.ranvier.kernel.onednn.primitive;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How a convolution or pooling window moves over the spatial axes, one entry per axis.
 *
 * <p>With input size n and window size k, the output size is floor((n + low + high - dilation (k -
 * 1) - 1) / stride) + 1.
 *
 * @param strides steps between windows, 1 or more
 * @param dilations steps between the elements of a window, 1 for none left out
 * @param paddingLow elements added before the first
 * @param paddingHigh elements added after the last
 */
public record SlidingWindow(
    long[] strides, long[] dilations, long[] paddingLow, long[] paddingHigh) {

  /** Steps of one, nothing left out, no padding. */
  public static SlidingWindow ofRank(int rank) {
    return new SlidingWindow(filled(rank, 1), filled(rank, 1), new long[rank], new long[rank]);
  }

  SlidingWindow withStrides(long... newStrides) {
    return new SlidingWindow(newStrides, dilations, paddingLow, paddingHigh);
  }

  SlidingWindow withDilations(long... newDilations) {
    return new SlidingWindow(strides, newDilations, paddingLow, paddingHigh);
  }

  /** The same padding before and after. */
  SlidingWindow withPadding(long... padding) {
    return new SlidingWindow(strides, dilations, padding, padding);
  }

  SlidingWindow withPadding(long[] low, long[] high) {
    return new SlidingWindow(strides, dilations, low, high);
  }

  /** oneDNN counts the elements left out: 0 for none. */
  long[] elementsLeftOut() {
    return Arrays.stream(dilations).map(dilation -> dilation - 1).toArray();
  }

  /** Output sizes for input and window sizes. */
  long[] outputSizes(long[] input, long[] window) {
    return IntStream.range(0, input.length)
        .mapToLong(
            axis -> {
              long padded = input[axis] + paddingLow[axis] + paddingHigh[axis];
              long span = dilations[axis] * (window[axis] - 1) + 1;
              return (padded - span) / strides[axis] + 1;
            })
        .toArray();
  }

  @Override
  public String toString() {
    return "strides %s dilations %s padding %s to %s"
        .formatted(
            Arrays.toString(strides),
            Arrays.toString(dilations),
            Arrays.toString(paddingLow),
            Arrays.toString(paddingHigh));
  }

  private static long[] filled(int rank, long value) {
    long[] filled = new long[rank];
    Arrays.fill(filled, value);
    return filled;
  }
}
