package dev.ranvier.kernel.vector;

import dev.ranvier.kernel.vector.WinogradConvolution.After;

/**
 * A convolution after Winograd on its buffers.
 *
 * <p>Rows of tiles are brought to the points a block at a time, as much as the cache holds; then
 * units of some tiles by a panel of filters are multiplied and brought back. Every result is summed
 * over the channels in their order, whoever computes it.
 */
final class WinogradCall implements Runnable {
  private static final int POINTS = WinogradTiling.POINTS;
  private static final int SIDE = WinogradTiling.PIXELS;
  private static final int RESULTS = WinogradTiling.RESULTS;
  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  /** Where the buffers are. */
  record Data(long images, long filter, long bias, long results, long scratch) {}

  private final WinogradLayout layout;
  private final WinogradTiling tiling;
  private final WinogradFilters filters;
  private final Data data;
  private final Desks desks;
  private final boolean biased;
  private final float floor;
  private final Products products = LoopForm.VECTOR.products();
  private final Desks.Task imagesToPoints = this::imagesToPoints;
  private final Desks.Task filtersToPoints = this::filtersToPoints;
  private final Desks.Task multiply = this::multiply;
  private int firstRow;
  private int rows;

  WinogradCall(WinogradLayout layout, Desks desks, Data data, After after) {
    this.layout = layout;
    this.desks = desks;
    this.data = data;
    tiling = layout.tiling;
    filters = layout.filters;
    biased = after != After.NOTHING;
    floor = after == After.BIAS_RELU ? 0 : Float.NEGATIVE_INFINITY;
  }

  @Override
  public void run() {
    if (layout.keepsFilters) {
      desks.run(filters.inPanels() * filters.outPanels(), filtersToPoints);
    }
    for (int row = 0; row < tiling.rows(); row += layout.rowsPerBlock) {
      firstRow = row;
      rows = Math.min(layout.rowsPerBlock, tiling.rows() - row);
      desks.run(rows, imagesToPoints);
      desks.run(filters.outPanels() * parts(), multiply);
    }
  }

  /** How many units of tiles the block has. */
  private int parts() {
    return Math.ceilDiv(rows * tiling.tileColumns(), layout.products.rows());
  }

  private void filtersToPoints(int desk, int unit) {
    filters.transform(
        data.filter(),
        unit % filters.inPanels(),
        unit / filters.inPanels(),
        desk(desk) + layout.cells,
        keptFilters(unit % filters.inPanels(), unit / filters.inPanels()));
  }

  private void imagesToPoints(int desk, int row) {
    long scratch = desk(desk) + layout.rows;
    layout.tileRows.clear(scratch);
    layout.tileRows.transform(
        data.images(),
        firstRow + row,
        scratch,
        layout.images,
        imagePoints(row * tiling.tileColumns()));
  }

  private void multiply(int desk, int unit) {
    int outPanel = unit / parts();
    int firstTile = unit % parts() * layout.products.rows();
    int tiles = Math.min(layout.products.rows(), rows * tiling.tileColumns() - firstTile);
    long sums = desk(desk) + layout.sums;
    for (int point = 0; point < POINTS; point++) {
      WinogradMaps.clear(
          sums + point * layout.products.pointBytes(), Vectors.count(tiles * ROW_BYTES));
    }
    for (int inPanel = 0; inPanel < filters.inPanels(); inPanel++) {
      addPanel(desk, inPanel, outPanel, firstTile, tiles);
    }
    bringBack(desk, outPanel, firstTile, tiles);
  }

  private void addPanel(int desk, int inPanel, int outPanel, int firstTile, int tiles) {
    long chunk = desk(desk) + layout.chunk;
    if (layout.keepsFilters) {
      chunk = keptFilters(inPanel, outPanel);
    } else {
      filters.transform(data.filter(), inPanel, outPanel, desk(desk) + layout.cells, chunk);
    }
    long images = imagePoints(firstTile) + inPanel * layout.images.panelBytes();
    long sums = desk(desk) + layout.sums;
    for (int point = 0; point < POINTS; point++) {
      products.addProduct(
          images + point * layout.images.pointBytes(),
          ROW_BYTES,
          Float.BYTES,
          chunk + point * WinogradFilters.POINT_BYTES,
          ROW_BYTES,
          sums + point * layout.products.pointBytes(),
          ROW_BYTES,
          tiles,
          filters.outWidth(outPanel),
          filters.inWidth(inPanel));
    }
  }

  private void bringBack(int desk, int outPanel, int firstTile, int tiles) {
    long sums = desk(desk) + layout.sums;
    long pointBytes = layout.products.pointBytes();
    for (int column = 0; column < SIDE; column++) {
      long place = sums + column * pointBytes;
      WinogradMaps.pointsToResults(
          place, SIDE * pointBytes, place, SIDE * pointBytes, Vectors.count(tiles * ROW_BYTES));
    }
    int firstOfBlock = firstRow * tiling.tileColumns() + firstTile;
    for (int i = 0; i < tiles; i++) {
      storeTile(desk, sums + i * ROW_BYTES, firstOfBlock + i, outPanel);
    }
  }

  /** Brings the rows of a tile back and stores as much of it as lies within the results. */
  private void storeTile(int desk, long sums, int tile, int outPanel) {
    int row = tile / tiling.tileColumns() % tiling.tileRows() * RESULTS;
    int column = tile % tiling.tileColumns() * RESULTS;
    int image = tile / tiling.tileColumns() / tiling.tileRows();
    int columns = Math.min(RESULTS, tiling.y().size(2) - column);
    long pixelBytes = 4L * filters.out();
    int width = filters.outWidth(outPanel);
    for (int i = 0; i < RESULTS && row + i < tiling.y().size(1); i++) {
      long from = sums + i * SIDE * layout.products.pointBytes();
      long to =
          data.results()
              + 4 * ConvolutionGeometry.pixel(tiling.y(), image, row + i, column)
              + outPanel * ROW_BYTES;
      if (columns == RESULTS) {
        storeRow(from, to, pixelBytes, outPanel);
      } else {
        long edge = desk(desk) + layout.edge;
        storeRow(from, edge, ROW_BYTES, outPanel);
        for (int j = 0; j < columns; j++) {
          PlainElements.copy(edge + j * ROW_BYTES, to + j * pixelBytes, width);
        }
      }
    }
  }

  private void storeRow(long from, long to, long toStep, int outPanel) {
    long pointBytes = layout.products.pointBytes();
    int vectors = filters.outWidth(outPanel) / Vectors.LANES;
    if (biased) {
      WinogradMaps.pointsToBiasedResults(
          from, pointBytes, data.bias() + outPanel * ROW_BYTES, floor, to, toStep, vectors);
    } else {
      WinogradMaps.pointsToResults(from, pointBytes, to, toStep, vectors);
    }
  }

  private long desk(int desk) {
    return data.scratch() + layout.firstDesk + desk * layout.deskBytes;
  }

  private long imagePoints(int tile) {
    return data.scratch() + layout.imagePoints + tile * ROW_BYTES;
  }

  private long keptFilters(int inPanel, int outPanel) {
    long chunk = (long) outPanel * filters.inPanels() + inPanel;
    return data.scratch() + layout.filterPoints + chunk * WinogradFilters.CHUNK_BYTES;
  }
}
