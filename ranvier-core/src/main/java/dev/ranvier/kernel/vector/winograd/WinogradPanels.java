package dev.ranvier.kernel.vector.winograd;

/**
 * Where the values of tiles at the points of Winograd's convolution lie: in panels of up to 64
 * channels, point by point, in each tile by tile.
 *
 * <p>The panels of a tile lie side by side, so that a GEMM can take all channels as one row, or one
 * whole panel follows the other, so that rows are the same number of bytes apart whatever the
 * channels. There is room for the tiles that {@link WinogradGemm} computes in excess. Points are an
 * odd number of the cache's lines apart, which keeps the 36 values of a tile out of each other's
 * way in the cache.
 *
 * @param channels how many channels there are
 * @param tiles how many tiles there is room for
 * @param points how many points there are: all, or those of some rows
 * @param sideBySide whether a tile's panels lie side by side
 */
public record WinogradPanels(int channels, int tiles, int points, boolean sideBySide) {
  /** Channels of a panel; the last one may have fewer. */
  static final int WIDTH = 64;

  /** Bytes of a panel's row, and from one row to the next where panels follow each other. */
  static final long ROW_BYTES = 4L * WIDTH;

  private static final long LINE = 64;

  /** Panels at all points. */
  WinogradPanels(int channels, int tiles, boolean sideBySide) {
    this(channels, tiles, WinogradTiling.POINTS, sideBySide);
  }

  int count() {
    return Math.ceilDiv(channels, WIDTH);
  }

  int width(int panel) {
    return Math.min(WIDTH, channels - panel * WIDTH);
  }

  /** Bytes from one tile to the next. */
  long rowBytes() {
    return sideBySide ? count() * ROW_BYTES + LINE : ROW_BYTES;
  }

  /** Bytes from one point to the next. */
  long pointBytes() {
    long lines = WinogradGemm.roundedRows(tiles) * rowBytes() / LINE;
    return (lines | 1) * LINE;
  }

  /** Bytes from one panel to the next. */
  long panelBytes() {
    return sideBySide ? ROW_BYTES : points * pointBytes();
  }

  long bytes() {
    return points * pointBytes() * (sideBySide ? 1 : count());
  }
}
