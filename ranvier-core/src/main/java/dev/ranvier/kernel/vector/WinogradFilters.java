package dev.ranvier.kernel.vector;

/**
 * Brings filters to the points of Winograd's convolution, a panel of channels by a panel of filters
 * at a time.
 *
 * @param in channels of the images
 * @param out channels of the results
 * @param turned whether the cells are taken in reverse, as the gradient by the images wants them
 */
record WinogradFilters(int in, int out, boolean turned) {
  private static final int CELLS = WinogradTiling.CELLS;

  /** From point to point of a chunk, with a gap as in {@link WinogradPanels}. */
  static final long POINT_BYTES = WinogradPanels.WIDTH * WinogradPanels.ROW_BYTES + 64;

  /** A panel of channels by a panel of filters. */
  static final long CHUNK_BYTES = WinogradTiling.POINTS * POINT_BYTES;

  /** Work memory: one channel's columns of cells at the points. */
  static final long SCRATCH_BYTES = WinogradTiling.PIXELS * CELLS * WinogradPanels.ROW_BYTES;

  /** Bytes of the filters as they are given. */
  long bytes() {
    return 4L * CELLS * CELLS * in * out;
  }

  int inPanels() {
    return Math.ceilDiv(in, WinogradPanels.WIDTH);
  }

  int outPanels() {
    return Math.ceilDiv(out, WinogradPanels.WIDTH);
  }

  int inWidth(int panel) {
    return Math.min(WinogradPanels.WIDTH, in - panel * WinogradPanels.WIDTH);
  }

  int outWidth(int panel) {
    return Math.min(WinogradPanels.WIDTH, out - panel * WinogradPanels.WIDTH);
  }

  /**
   * Writes a chunk.
   *
   * @param filters cells by channels by filters: [3, 3, in, out]
   * @param to the chunk: points by channels by filters
   */
  void transform(long filters, int inPanel, int outPanel, long scratch, long to) {
    long cellBytes = 4L * in * out;
    long step = turned ? -cellBytes : cellBytes;
    long firstCell = filters + (turned ? (CELLS * CELLS - 1) * cellBytes : 0);
    int vectors = outWidth(outPanel) / Vectors.LANES;
    for (int c = 0; c < inWidth(inPanel); c++) {
      long row = (long) (inPanel * WinogradPanels.WIDTH + c) * out;
      long from = firstCell + 4 * (row + outPanel * WinogradPanels.WIDTH);
      for (int column = 0; column < CELLS; column++) {
        WinogradMaps.filterToPoints(
            from + column * step,
            CELLS * step,
            scratch + column * WinogradPanels.ROW_BYTES,
            CELLS * WinogradPanels.ROW_BYTES,
            vectors);
      }
      for (int point = 0; point < WinogradTiling.PIXELS; point++) {
        WinogradMaps.filterToPoints(
            scratch + point * CELLS * WinogradPanels.ROW_BYTES,
            WinogradPanels.ROW_BYTES,
            to + point * WinogradTiling.PIXELS * POINT_BYTES + c * WinogradPanels.ROW_BYTES,
            POINT_BYTES,
            vectors);
      }
    }
  }
}
