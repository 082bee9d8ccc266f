package dev.ranvier.kernel.vector;

/**
 * Where the values of tiles at the points of Winograd's convolution lie: panel by panel of up to 64
 * channels, in each point by point, in each tile by tile.
 *
 * <p>So every matrix of a product is contiguous. A line of the cache between the points keeps the
 * 36 values of a tile out of each other's way in the cache.
 *
 * @param channels how many channels there are
 * @param rows how many tiles there is room for
 */
record WinogradPanels(int channels, int rows) {
  /** Channels of a panel; the last one may have fewer. */
  static final int WIDTH = 64;

  /** Bytes from one tile to the next. */
  static final long ROW_BYTES = 4L * WIDTH;

  private static final long GAP_BYTES = 64;

  int count() {
    return Math.ceilDiv(channels, WIDTH);
  }

  int width(int panel) {
    return Math.min(WIDTH, channels - panel * WIDTH);
  }

  /** Bytes from one point to the next. */
  long pointBytes() {
    return rows * ROW_BYTES + GAP_BYTES;
  }

  long panelBytes() {
    return WinogradTiling.POINTS * pointBytes();
  }

  long bytes() {
    return count() * panelBytes();
  }
}
