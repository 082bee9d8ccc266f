package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.memory.StoredRows;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;

/**
 * The input transform of Winograd's convolution, for rows of tiles: first down the columns of
 * pixels, a whole row of tiles at once, then along the rows, tile by tile.
 *
 * @param images the shape of what is cut into tiles [N, H, W, C]
 * @param stored its element type, f32 or bf16
 * @param window rows and columns that a tile sees: 6 of the images, 4 of the results' gradient
 * @param top rows of zeros above
 * @param left columns of zeros to the left
 * @param tiles rows and columns of tiles that an image has
 */
public record InputTransform(
    Shape images, DType stored, int window, int top, int left, Pair tiles) {

  /** The tiles of the images. */
  static InputTransform ofImages(WinogradTiling tiling, DType stored) {
    return new InputTransform(
        tiling.x(), stored, WinogradTiling.PIXELS, tiling.top(), tiling.left(), tiles(tiling));
  }

  /** The tiles of the results' gradient. */
  static InputTransform ofResults(WinogradTiling tiling, DType stored) {
    return new InputTransform(tiling.y(), stored, WinogradTiling.RESULTS, 0, 0, tiles(tiling));
  }

  private static Pair tiles(WinogradTiling tiling) {
    return new Pair(tiling.tileRows(), tiling.tileColumns());
  }

  /**
   * Work memory: the points of a row's columns, and a copy of rows at the edge of an image, or in
   * f32.
   */
  long scratchBytes() {
    return WinogradTiling.PIXELS * lineBytes() + window * rowBytes();
  }

  /** Puts zeros where the work memory stands for columns outside of the images. */
  void clear(long scratch) {
    long outside = lineBytes() - left * pixelBytes() - rowBytes();
    for (int point = 0; point < WinogradTiling.PIXELS; point++) {
      long line = scratch + point * lineBytes();
      WinogradTransforms.clear(line, Vectors.count(left * pixelBytes()));
      WinogradTransforms.clear(line + lineBytes() - outside, Vectors.count(outside));
    }
  }

  /**
   * Transforms one row of tiles.
   *
   * @param row which of all images' rows of tiles
   * @param to where the row's first tile goes in the first panel
   */
  void transform(long data, int row, long scratch, WinogradPanels panels, long to) {
    transform(data, row, scratch, panels, to, 0);
  }

  /**
   * Transforms one row of tiles for the points that the panels have.
   *
   * @param firstPoints which row of points is the panels' first
   */
  void transform(
      long data, int row, long scratch, WinogradPanels panels, long to, int firstPoints) {
    downColumns(data, row, scratch);
    int pointRows = panels.points() / WinogradTiling.PIXELS;
    long pointRow = WinogradTiling.PIXELS * panels.pointBytes();
    for (int column = 0; column < tiles.columns(); column++) {
      for (int point = 0; point < pointRows; point++) {
        long line = scratch + (firstPoints + point) * lineBytes();
        long from = line + column * WinogradTiling.RESULTS * pixelBytes();
        long target = to + point * pointRow + column * panels.rowBytes();
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
    int first = row % tiles.rows() * WinogradTiling.RESULTS - top;
    long storedRow = (long) images.size(2) * images.size(3) * stored.bytes();
    long image = data + (long) (row / tiles.rows()) * images.size(1) * storedRow;
    long from = image + first * storedRow;
    if (stored != DType.F32 || first < 0 || first + window > images.size(1)) {
      from = scratch + WinogradTiling.PIXELS * lineBytes();
      for (int i = 0; i < window; i++) {
        long target = from + i * rowBytes();
        if (first + i < 0 || first + i >= images.size(1)) {
          WinogradTransforms.clear(target, Vectors.count(rowBytes()));
        } else {
          StoredRows.load(image + (first + i) * storedRow, stored, target, (int) (rowBytes() / 4));
        }
      }
    }
    map(from, rowBytes(), scratch + left * pixelBytes(), lineBytes(), Vectors.count(rowBytes()));
  }

  private void map(long from, long fromStep, long to, long toStep, int vectors) {
    if (window == WinogradTiling.PIXELS) {
      WinogradTransforms.transformInput(from, fromStep, to, toStep, vectors);
    } else {
      WinogradTransforms.transformOutputGradient(from, fromStep, to, toStep, vectors);
    }
  }

  /** Bytes of a pixel in f32. */
  private long pixelBytes() {
    return 4L * images.size(3);
  }

  private long rowBytes() {
    return images.size(2) * pixelBytes();
  }

  /** All columns that a row of tiles sees. */
  private long lineBytes() {
    return ((tiles.columns() - 1) * WinogradTiling.RESULTS + window) * pixelBytes();
  }
}
