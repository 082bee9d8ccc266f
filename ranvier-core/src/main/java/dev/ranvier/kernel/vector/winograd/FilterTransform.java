package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.memory.Vectors;

/**
 * Winograd's filter transform, of some channels by a panel of filters at a time.
 *
 * @param in channels of the images
 * @param out channels of the results
 * @param flipped whether the taps are read in reverse order, as backward-data needs them
 */
public record FilterTransform(int in, int out, boolean flipped) {
  /** Filters of a panel; the last one may have fewer. */
  private static final int PANEL = WinogradPanels.WIDTH;

  /** Bytes from one channel to the next in a transformed chunk. */
  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  private static final int TAPS = WinogradTiling.TAPS;

  /** Work memory: one channel, its columns transformed. */
  static final long SCRATCH_BYTES = WinogradTiling.PIXELS * TAPS * ROW_BYTES;

  /** Bytes of the filters as they are given. */
  long bytes() {
    return 4L * TAPS * TAPS * in * out;
  }

  int panels() {
    return Math.ceilDiv(out, PANEL);
  }

  int width(int panel) {
    return Math.min(PANEL, out - panel * PANEL);
  }

  /** Bytes from one point to the next in a chunk of n channels: an odd number of cache lines. */
  static long pointBytes(int channels) {
    return channels * ROW_BYTES + 64;
  }

  /** Bytes of n channels by a panel of filters, transformed. */
  static long chunkBytes(int channels) {
    return WinogradTiling.POINTS * pointBytes(channels);
  }

  /**
   * Writes a chunk: [points, channels, filters].
   *
   * @param filters all filters, [3, 3, in, out]
   * @param first the first channel
   * @param channels how many channels to transform
   * @param scratch work memory
   * @param to where the first channel goes at the first point
   * @param pointBytes bytes from one point to the next
   */
  void transform(
      long filters, int panel, int first, int channels, long scratch, long to, long pointBytes) {
    long tapBytes = 4L * in * out;
    long step = flipped ? -tapBytes : tapBytes;
    long firstTap = filters + (flipped ? (TAPS * TAPS - 1) * tapBytes : 0);
    int vectors = width(panel) / Vectors.LANES;
    for (int c = 0; c < channels; c++) {
      long from = firstTap + 4 * ((long) (first + c) * out + panel * PANEL);
      for (int column = 0; column < TAPS; column++) {
        WinogradTransforms.transformFilter(
            from + column * step,
            TAPS * step,
            scratch + column * ROW_BYTES,
            TAPS * ROW_BYTES,
            vectors);
      }
      for (int point = 0; point < WinogradTiling.PIXELS; point++) {
        WinogradTransforms.transformFilter(
            scratch + point * TAPS * ROW_BYTES,
            ROW_BYTES,
            to + point * WinogradTiling.PIXELS * pointBytes + c * ROW_BYTES,
            pointBytes,
            vectors);
      }
    }
  }
}
