package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.gemm.ConvolutionGeometry;
import dev.ranvier.kernel.vector.gemm.Epilogue;
import dev.ranvier.kernel.vector.memory.StoredRows;
import dev.ranvier.kernel.vector.memory.ThreadWorkspaces;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.tensor.DType;

/**
 * A convolution after Winograd on its buffers: tiles and filters are brought to the points,
 * multiplied there, and brought back. Every result is summed over the channels in their order,
 * whoever computes it.
 */
public final class WinogradCall implements Runnable {
  private static final int POINTS = WinogradTiling.POINTS;
  private static final int SIDE = WinogradTiling.PIXELS;
  private static final int RESULTS = WinogradTiling.RESULTS;
  private static final int PANEL = WinogradPanels.WIDTH;
  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  /** Where the buffers are. */
  record Data(long images, long filter, long bias, long results, long scratch) {}

  private final WinogradLayout layout;
  private final WinogradTiling tiling;
  private final FilterTransform filters;
  private final WinogradPanels products;
  private final Data data;
  private final ThreadWorkspaces desks;
  private final Epilogue after;
  private final DType stored;
  private final ThreadWorkspaces.Task filtersToPoints = this::filtersToPoints;
  private final ThreadWorkspaces.Task convolveTiles = this::convolveTiles;
  private final ThreadWorkspaces.Task imagesToPoints = this::imagesToPoints;
  private final ThreadWorkspaces.Task convolvePanel = this::convolvePanel;
  private int firstRow;
  private int blockTiles;

  /**
   * A call.
   *
   * @param stored the element type of the results
   */
  WinogradCall(
      WinogradLayout layout, ThreadWorkspaces desks, Data data, Epilogue after, DType stored) {
    this.layout = layout;
    this.desks = desks;
    this.data = data;
    this.after = after;
    this.stored = stored;
    tiling = layout.tiling;
    filters = layout.filters;
    products = layout.products;
  }

  @Override
  public void run() {
    int rows = layout.rowsAtOnce;
    if (layout.byTiles) {
      desks.run(filters.panels() * layout.images.count(), filtersToPoints);
      desks.run(Math.ceilDiv(tiling.rows(), rows), convolveTiles);
    } else {
      for (firstRow = 0; firstRow < tiling.rows(); firstRow += rows) {
        int someRows = Math.min(rows, tiling.rows() - firstRow);
        blockTiles = someRows * tiling.tileColumns();
        desks.run(someRows, imagesToPoints);
        desks.run(filters.panels() * tileParts(), convolvePanel);
      }
    }
  }

  private void filtersToPoints(int desk, int unit) {
    int imagePanel = unit % layout.images.count();
    int panel = unit / layout.images.count();
    int first = imagePanel * PANEL;
    filters.transform(
        data.filter(),
        panel,
        first,
        layout.images.width(imagePanel),
        desk(desk) + layout.cells,
        sharedFilters(panel) + first * ROW_BYTES,
        FilterTransform.pointBytes(filters.in()));
  }

  /** Takes some rows of tiles all the way. */
  private void convolveTiles(int desk, int unit) {
    int row = unit * layout.rowsAtOnce;
    int rows = Math.min(layout.rowsAtOnce, tiling.rows() - row);
    int tiles = rows * tiling.tileColumns();
    long images = desk(desk) + layout.ownPoints;
    for (int i = 0; i < rows; i++) {
      rowToPoints(desk, row + i, images + i * tiling.tileColumns() * layout.images.rowBytes());
    }
    long sums = desk(desk) + layout.sums;
    long pointBytes = FilterTransform.pointBytes(filters.in());
    for (int panel = 0; panel < filters.panels(); panel++) {
      for (int point = 0; point < POINTS; point++) {
        WinogradGemm.multiply(
            images + point * layout.images.pointBytes(),
            layout.images.rowBytes(),
            sharedFilters(panel) + point * pointBytes,
            sums + point * products.pointBytes(),
            tiles,
            filters.width(panel),
            filters.in());
      }
      bringBack(desk, panel, row * tiling.tileColumns(), tiles);
    }
  }

  private void imagesToPoints(int desk, int row) {
    rowToPoints(desk, firstRow + row, sharedImages(row * tiling.tileColumns()));
  }

  private void rowToPoints(int desk, int row, long to) {
    long scratch = desk(desk) + layout.rows;
    layout.tileRows.clear(scratch);
    layout.tileRows.transform(data.images(), row, scratch, layout.images, to);
  }

  /** How many units of tiles the block has. */
  private int tileParts() {
    return Math.ceilDiv(blockTiles, products.tiles());
  }

  /** Takes a panel of filters over some of the tiles that are shared, some channels at a time. */
  private void convolvePanel(int desk, int unit) {
    int panel = unit / tileParts();
    int tile = unit % tileParts() * products.tiles();
    int tiles = Math.min(products.tiles(), blockTiles - tile);
    long sums = desk(desk) + layout.sums;
    long chunk = desk(desk) + layout.ownPoints;
    long sum = desk(desk) + layout.part;
    for (int imagePanel = 0; imagePanel < layout.images.count(); imagePanel++) {
      int channels = layout.images.width(imagePanel);
      long pointBytes = FilterTransform.pointBytes(channels);
      long cells = desk(desk) + layout.cells;
      filters.transform(
          data.filter(), panel, imagePanel * PANEL, channels, cells, chunk, pointBytes);
      long images = sharedImages(tile) + imagePanel * layout.images.panelBytes();
      for (int point = 0; point < POINTS; point++) {
        long all = sums + point * products.pointBytes();
        WinogradGemm.multiply(
            images + point * layout.images.pointBytes(),
            layout.images.rowBytes(),
            chunk + point * pointBytes,
            imagePanel == 0 ? all : sum,
            tiles,
            filters.width(panel),
            channels);
        if (imagePanel > 0) {
          WinogradTransforms.add(sum, all, Vectors.count(tiles * ROW_BYTES));
        }
      }
    }
    bringBack(desk, panel, firstRow * tiling.tileColumns() + tile, tiles);
  }

  private void bringBack(int desk, int panel, int firstTile, int tiles) {
    long sums = desk(desk) + layout.sums;
    long step = SIDE * products.pointBytes();
    int vectors = Vectors.count(tiles * ROW_BYTES);
    for (int column = 0; column < SIDE; column++) {
      long place = sums + column * products.pointBytes();
      WinogradTransforms.pointsToResults(place, step, place, step, vectors);
    }
    for (int i = 0; i < tiles; i++) {
      storeTile(desk, sums + i * ROW_BYTES, firstTile + i, panel);
    }
  }

  /** Brings the rows of a tile back and stores as much of it as lies within the results. */
  private void storeTile(int desk, long sums, int tile, int panel) {
    int row = tile / tiling.tileColumns() % tiling.tileRows() * RESULTS;
    int column = tile % tiling.tileColumns() * RESULTS;
    int image = tile / tiling.tileColumns() / tiling.tileRows();
    int columns = Math.min(RESULTS, tiling.y().size(2) - column);
    long pixelBytes = (long) filters.out() * stored.bytes();
    int width = filters.width(panel);
    long edge = desk(desk) + layout.edge;
    for (int i = 0; i < RESULTS && row + i < tiling.y().size(1); i++) {
      long from = sums + i * SIDE * products.pointBytes();
      long pixel = ConvolutionGeometry.pixel(tiling.y(), image, row + i, column);
      long to = data.results() + (pixel + (long) panel * PANEL) * stored.bytes();
      if (columns == RESULTS && stored == DType.F32) {
        bringRowBack(from, to, pixelBytes, panel);
        continue;
      }
      bringRowBack(from, edge, ROW_BYTES, panel);
      for (int j = 0; j < columns; j++) {
        StoredRows.store(edge + j * ROW_BYTES, to + j * pixelBytes, stored, width);
      }
    }
  }

  private void bringRowBack(long from, long to, long toStep, int panel) {
    long pointBytes = products.pointBytes();
    int vectors = filters.width(panel) / Vectors.LANES;
    if (after == Epilogue.NOTHING) {
      WinogradTransforms.pointsToResults(from, pointBytes, to, toStep, vectors);
    } else {
      float floor = after.floor();
      long bias = data.bias() + 4L * PANEL * panel;
      WinogradTransforms.pointsToBiasedResults(from, pointBytes, bias, floor, to, toStep, vectors);
    }
  }

  private long desk(int desk) {
    return data.scratch() + layout.firstDesk + desk * layout.deskBytes;
  }

  private long sharedImages(int tile) {
    return data.scratch() + layout.sharedPoints + tile * layout.images.rowBytes();
  }

  private long sharedFilters(int panel) {
    return data.scratch() + layout.sharedPoints + panel * FilterTransform.chunkBytes(filters.in());
  }
}
