package dev.ranvier.kernel.vector;

import dev.ranvier.tensor.Shape;

/**
 * Brings rows of tiles to the points of Winograd's convolution: first down the columns of pixels, a
 * whole row of tiles at once, then along the rows, tile by tile.
 *
 * @param images the shape of what is cut into tiles [N, H, W, C]
 * @param window rows and columns that a tile sees: 6 of the images, 4 of the results' gradient
 * @param top rows of zeros above
 * @param left columns of zeros to the left
 * @param tileRows how many rows of tiles an image has
 * @param tileColumns how many tiles a row has
 */
record WinogradTileRows(
    Shape images, int window, int top, int left, int tileRows, int tileColumns) {

  /** The tiles of the images. */
  static WinogradTileRows ofImages(WinogradTiling tiling) {
    return new WinogradTileRows(
        tiling.x(),
        WinogradTiling.PIXELS,
        tiling.top(),
        tiling.left(),
        tiling.tileRows(),
        tiling.tileColumns());
  }

  /** The tiles of the results' gradient. */
  static WinogradTileRows ofResults(WinogradTiling tiling) {
    return new WinogradTileRows(
        tiling.y(), WinogradTiling.RESULTS, 0, 0, tiling.tileRows(), tiling.tileColumns());
  }

  /** Work memory: the points of a row's columns, and a copy of rows at the edge of an image. */
  long scratchBytes() {
    return WinogradTiling.PIXELS * lineBytes() + window * rowBytes();
  }

  /** Puts zeros where the work memory stands for columns outside of the images. */
  void clear(long scratch) {
    long outside = lineBytes() - left * pixelBytes() - rowBytes();
    for (int point = 0; point < WinogradTiling.PIXELS; point++) {
      long line = scratch + point * lineBytes();
      WinogradMaps.clear(line, Vectors.count(left * pixelBytes()));
      WinogradMaps.clear(line + lineBytes() - outside, Vectors.count(outside));
    }
  }

  /**
   * Brings one row of tiles to the points.
   *
   * @param row which of all images' rows of tiles
   * @param to where the row's first tile goes in the first panel
   */
  void transform(long data, int row, long scratch, WinogradPanels panels, long to) {
    downColumns(data, row, scratch);
    long pointRow = WinogradTiling.PIXELS * panels.pointBytes();
    for (int column = 0; column < tileColumns; column++) {
      for (int point = 0; point < WinogradTiling.PIXELS; point++) {
        long from = scratch + point * lineBytes() + column * WinogradTiling.RESULTS * pixelBytes();
        long target = to + point * pointRow + column * WinogradPanels.ROW_BYTES;
        for (int panel = 0; panel < panels.count(); panel++) {
          map(
              from + panel * WinogradPanels.ROW_BYTES,
              pixelBytes(),
              target + panel * panels.panelBytes(),
              panels.pointBytes(),
              Vectors.count(4L * panels.width(panel)));
        }
      }
    }
  }

  private void downColumns(long data, int row, long scratch) {
    int first = row % tileRows * WinogradTiling.RESULTS - top;
    long image = data + row / tileRows * (images.size(1) * rowBytes());
    long from = image + first * rowBytes();
    if (first < 0 || first + window > images.size(1)) {
      from = scratch + WinogradTiling.PIXELS * lineBytes();
      for (int i = 0; i < window; i++) {
        long target = from + i * rowBytes();
        if (first + i < 0 || first + i >= images.size(1)) {
          WinogradMaps.clear(target, Vectors.count(rowBytes()));
        } else {
          PlainElements.copy(image + (first + i) * rowBytes(), target, (int) (rowBytes() / 4));
        }
      }
    }
    map(from, rowBytes(), scratch + left * pixelBytes(), lineBytes(), Vectors.count(rowBytes()));
  }

  private void map(long from, long fromStep, long to, long toStep, int vectors) {
    if (window == WinogradTiling.PIXELS) {
      WinogradMaps.imagesToPoints(from, fromStep, to, toStep, vectors);
    } else {
      WinogradMaps.resultsToPoints(from, fromStep, to, toStep, vectors);
    }
  }

  private long pixelBytes() {
    return 4L * images.size(3);
  }

  private long rowBytes() {
    return images.size(2) * pixelBytes();
  }

  /** All columns that a row of tiles sees. */
  private long lineBytes() {
    return ((tileColumns - 1) * WinogradTiling.RESULTS + window) * pixelBytes();
  }
}
