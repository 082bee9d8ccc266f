package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.gemm.ConvolutionGeometry;
import dev.ranvier.kernel.vector.gemm.Epilogue;
import dev.ranvier.kernel.vector.memory.StoredRows;
import dev.ranvier.kernel.vector.memory.ThreadWorkspaces;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.tensor.DType;

/**
 * A convolution after Winograd on its buffers: input and filter transform, one GEMM for each point,
 * output transform. Every result is summed over the channels in their order, whichever thread
 * computes it.
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
  private final WinogradPanels outputs;
  private final Data data;
  private final ThreadWorkspaces workspaces;
  private final Epilogue epilogue;
  private final DType stored;
  private final ThreadWorkspaces.Task transformFilters = this::transformFilters;
  private final ThreadWorkspaces.Task convolveTiles = this::convolveTiles;
  private final ThreadWorkspaces.Task transformInput = this::transformInput;
  private final ThreadWorkspaces.Task convolvePanel = this::convolvePanel;
  private int firstRow;
  private int blockTiles;

  /**
   * A call.
   *
   * @param stored the element type of the results
   */
  WinogradCall(
      WinogradLayout layout,
      ThreadWorkspaces workspaces,
      Data data,
      Epilogue epilogue,
      DType stored) {
    this.layout = layout;
    this.workspaces = workspaces;
    this.data = data;
    this.epilogue = epilogue;
    this.stored = stored;
    tiling = layout.tiling;
    filters = layout.filters;
    outputs = layout.outputs;
  }

  @Override
  public void run() {
    int rows = layout.rowsAtOnce;
    if (layout.byTiles) {
      workspaces.run(filters.panels() * layout.images.count(), transformFilters);
      workspaces.run(Math.ceilDiv(tiling.rows(), rows), convolveTiles);
    } else {
      for (firstRow = 0; firstRow < tiling.rows(); firstRow += rows) {
        int someRows = Math.min(rows, tiling.rows() - firstRow);
        blockTiles = someRows * tiling.tileColumns();
        workspaces.run(someRows, transformInput);
        workspaces.run(filters.panels() * tileParts(), convolvePanel);
      }
    }
  }

  private void transformFilters(int thread, int unit) {
    int imagePanel = unit % layout.images.count();
    int panel = unit / layout.images.count();
    int first = imagePanel * PANEL;
    filters.transform(
        data.filter(),
        panel,
        first,
        layout.images.width(imagePanel),
        workspace(thread) + layout.filterScratch,
        sharedFilters(panel) + first * ROW_BYTES,
        FilterTransform.pointBytes(filters.in()));
  }

  /** Computes some rows of tiles from input to output. */
  private void convolveTiles(int thread, int unit) {
    int row = unit * layout.rowsAtOnce;
    int rows = Math.min(layout.rowsAtOnce, tiling.rows() - row);
    int tiles = rows * tiling.tileColumns();
    long images = workspace(thread) + layout.ownPoints;
    for (int i = 0; i < rows; i++) {
      transformRow(thread, row + i, images + i * tiling.tileColumns() * layout.images.rowBytes());
    }
    long sums = workspace(thread) + layout.sums;
    long pointBytes = FilterTransform.pointBytes(filters.in());
    for (int panel = 0; panel < filters.panels(); panel++) {
      for (int point = 0; point < POINTS; point++) {
        WinogradGemm.multiply(
            images + point * layout.images.pointBytes(),
            layout.images.rowBytes(),
            sharedFilters(panel) + point * pointBytes,
            sums + point * outputs.pointBytes(),
            tiles,
            filters.width(panel),
            filters.in());
      }
      transformOutput(thread, panel, row * tiling.tileColumns(), tiles);
    }
  }

  private void transformInput(int thread, int row) {
    transformRow(thread, firstRow + row, sharedImages(row * tiling.tileColumns()));
  }

  private void transformRow(int thread, int row, long to) {
    long scratch = workspace(thread) + layout.rows;
    layout.tileRows.clear(scratch);
    layout.tileRows.transform(data.images(), row, scratch, layout.images, to);
  }

  /** How many units of tiles the block has. */
  private int tileParts() {
    return Math.ceilDiv(blockTiles, outputs.tiles());
  }

  /** Convolves some of the shared tiles with a panel of filters, some channels at a time. */
  private void convolvePanel(int thread, int unit) {
    int panel = unit / tileParts();
    int tile = unit % tileParts() * outputs.tiles();
    int tiles = Math.min(outputs.tiles(), blockTiles - tile);
    long sums = workspace(thread) + layout.sums;
    long chunk = workspace(thread) + layout.ownPoints;
    long sum = workspace(thread) + layout.part;
    for (int imagePanel = 0; imagePanel < layout.images.count(); imagePanel++) {
      int channels = layout.images.width(imagePanel);
      long pointBytes = FilterTransform.pointBytes(channels);
      long filterScratch = workspace(thread) + layout.filterScratch;
      filters.transform(
          data.filter(), panel, imagePanel * PANEL, channels, filterScratch, chunk, pointBytes);
      long images = sharedImages(tile) + imagePanel * layout.images.panelBytes();
      for (int point = 0; point < POINTS; point++) {
        long all = sums + point * outputs.pointBytes();
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
    transformOutput(thread, panel, firstRow * tiling.tileColumns() + tile, tiles);
  }

  private void transformOutput(int thread, int panel, int firstTile, int tiles) {
    long sums = workspace(thread) + layout.sums;
    long step = SIDE * outputs.pointBytes();
    int vectors = Vectors.count(tiles * ROW_BYTES);
    for (int column = 0; column < SIDE; column++) {
      long address = sums + column * outputs.pointBytes();
      WinogradTransforms.transformOutput(address, step, address, step, vectors);
    }
    for (int i = 0; i < tiles; i++) {
      storeTile(thread, sums + i * ROW_BYTES, firstTile + i, panel);
    }
  }

  /** Transforms the rows of a tile and stores what lies within the results. */
  private void storeTile(int thread, long sums, int tile, int panel) {
    int row = tile / tiling.tileColumns() % tiling.tileRows() * RESULTS;
    int column = tile % tiling.tileColumns() * RESULTS;
    int image = tile / tiling.tileColumns() / tiling.tileRows();
    int columns = Math.min(RESULTS, tiling.y().size(2) - column);
    long pixelBytes = (long) filters.out() * stored.bytes();
    int width = filters.width(panel);
    long edge = workspace(thread) + layout.edge;
    for (int i = 0; i < RESULTS && row + i < tiling.y().size(1); i++) {
      long from = sums + i * SIDE * outputs.pointBytes();
      long pixel = ConvolutionGeometry.pixel(tiling.y(), image, row + i, column);
      long to = data.results() + (pixel + (long) panel * PANEL) * stored.bytes();
      if (columns == RESULTS && stored == DType.F32) {
        transformOutputRow(from, to, pixelBytes, panel);
        continue;
      }
      transformOutputRow(from, edge, ROW_BYTES, panel);
      for (int j = 0; j < columns; j++) {
        StoredRows.store(edge + j * ROW_BYTES, to + j * pixelBytes, stored, width);
      }
    }
  }

  private void transformOutputRow(long from, long to, long toStep, int panel) {
    long pointBytes = outputs.pointBytes();
    int vectors = filters.width(panel) / Vectors.LANES;
    if (epilogue == Epilogue.NOTHING) {
      WinogradTransforms.transformOutput(from, pointBytes, to, toStep, vectors);
    } else {
      float floor = epilogue.floor();
      long bias = data.bias() + 4L * PANEL * panel;
      WinogradTransforms.transformBiasedOutput(from, pointBytes, bias, floor, to, toStep, vectors);
    }
  }

  private long workspace(int thread) {
    return data.scratch() + layout.firstWorkspace + thread * layout.workspaceBytes;
  }

  private long sharedImages(int tile) {
    return data.scratch() + layout.sharedPoints + tile * layout.images.rowBytes();
  }

  private long sharedFilters(int panel) {
    return data.scratch() + layout.sharedPoints + panel * FilterTransform.chunkBytes(filters.in());
  }
}
