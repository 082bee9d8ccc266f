package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.memory.Vectors;

/**
 * Brings filters to the points of Winograd's convolution, some channels by a panel of filters at a
 * time.
 *
 * @param in channels of the images
 * @param out channels of the results
 * @param turned whether the cells are taken in reverse, as the gradient by the images wants them
 */
public record FilterTransform(int in, int out, boolean turned) {
  /** Filters of a panel; the last one may have fewer. */
  private static final int PANEL = WinogradPanels.WIDTH;

  /** Bytes from one channel to the next of a chunk at the points. */
  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  private static final int CELLS = WinogradTiling.CELLS;

  /** Work memory: one channel's columns of cells at the points. */
  static final long SCRATCH_BYTES = WinogradTiling.PIXELS * CELLS * ROW_BYTES;

  /** Bytes of the filters as they are given. */
  long bytes() {
    return 4L * CELLS * CELLS * in * out;
  }

  int panels() {
    return Math.ceilDiv(out, PANEL);
  }

  int width(int panel) {
    return Math.min(PANEL, out - panel * PANEL);
  }

  /** Bytes from one point to the next of a chunk of so many channels: an odd number of lines. */
  static long pointBytes(int channels) {
    return channels * ROW_BYTES + 64;
  }

  /** Bytes of so many channels by a panel of filters at the points. */
  static long chunkBytes(int channels) {
    return WinogradTiling.POINTS * pointBytes(channels);
  }

  /**
   * Writes a chunk: points by channels by filters.
   *
   * @param filters cells by channels by filters: [3, 3, in, out]
   * @param first the first channel
   * @param channels how many channels to bring to the points
   * @param scratch work memory
   * @param to where the first channel goes at the first point
   * @param pointBytes bytes from one point to the next
   */
  void transform(
      long filters, int panel, int first, int channels, long scratch, long to, long pointBytes) {
    long cellBytes = 4L * in * out;
    long step = turned ? -cellBytes : cellBytes;
    long firstCell = filters + (turned ? (CELLS * CELLS - 1) * cellBytes : 0);
    int vectors = width(panel) / Vectors.LANES;
    for (int c = 0; c < channels; c++) {
      long from = firstCell + 4 * ((long) (first + c) * out + panel * PANEL);
      for (int column = 0; column < CELLS; column++) {
        WinogradTransforms.filterToPoints(
            from + column * step,
            CELLS * step,
            scratch + column * ROW_BYTES,
            CELLS * ROW_BYTES,
            vectors);
      }
      for (int point = 0; point < WinogradTiling.PIXELS; point++) {
        WinogradTransforms.filterToPoints(
            scratch + point * CELLS * ROW_BYTES,
            ROW_BYTES,
            to + point * WinogradTiling.PIXELS * pointBytes + c * ROW_BYTES,
            pointBytes,
            vectors);
      }
    }
  }
}
