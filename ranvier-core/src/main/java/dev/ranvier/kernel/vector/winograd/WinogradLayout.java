package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.memory.WorkspaceLayout;
import dev.ranvier.tensor.DType;

/**
 * How a convolution after Winograd is cut into units of work, and the layout of its scratch memory:
 * what is shared, then one workspace for each thread.
 *
 * <p>With many tiles, a unit is some tiles from input to output, and only the transformed filters
 * are shared: cores may be far from each other. With few tiles or very many filters, a unit is a
 * panel of filters, and the transformed tiles are shared, a block at a time.
 */
public final class WinogradLayout {
  /** Bytes of a block of shared transformed tiles; such a block stays in the cache. */
  private static final long BLOCK_BYTES = 4 << 20;

  /** Bytes of transformed filters that stay in the cache while all tiles pass by. */
  private static final long SHARED_FILTER_BYTES = 16 << 20;

  /** From this number of tiles, there are units enough for several threads. */
  private static final int MANY_TILES = 96;

  /** Tiles of a unit: whole tiles of {@link WinogradGemm}. */
  private static final int UNIT_TILES = 24;

  /** The same where the unit transforms its filters itself. */
  private static final int PANEL_UNIT_TILES = 66;

  final WinogradTiling tiling;
  final InputTransform tileRows;
  final FilterTransform filters;
  final WinogradPanels images;
  final WinogradPanels outputs;

  /** Whether a unit is some tiles, else it is a panel of filters. */
  final boolean byTiles;

  /** Rows of tiles of a unit, or of a block. */
  final int rowsAtOnce;

  /** Offsets from the start of the work memory. */
  final long filterCopy;

  /** Transformed filters, or images. */
  final long sharedPoints;

  final long firstWorkspace;

  /** Bytes from one thread's workspace to the next. */
  final long workspaceBytes;

  /** Offsets from the start of a thread's workspace. */
  final long rows;

  final long filterScratch;
  final long edge;

  /** Transformed images, or filters. */
  final long ownPoints;

  final long sums;
  final long part;

  /** All of the work memory. */
  final long bytes;

  /**
   * The layout for some convolution.
   *
   * @param flipped whether the filter is flipped, in a copy
   * @param stored the element type of the images
   */
  WinogradLayout(WinogradTiling tiling, boolean flipped, DType stored, int threads) {
    this.tiling = tiling;
    tileRows = InputTransform.ofImages(tiling, stored);
    filters = new FilterTransform(tiling.x().size(3), tiling.y().size(3), flipped);
    byTiles = sharesFilters(tiling);
    rowsAtOnce = byTiles ? rowsOfUnit(tiling) : rowsOfBlock(tiling);
    int tiles = rowsAtOnce * tiling.tileColumns();
    images = new WinogradPanels(filters.in(), tiles, true);
    outputs = new WinogradPanels(WinogradPanels.WIDTH, byTiles ? tiles : PANEL_UNIT_TILES, false);

    WorkspaceLayout shared = new WorkspaceLayout();
    filterCopy = shared.take(flipped ? filters.bytes() : 0);
    sharedPoints = shared.take(byTiles ? filterBytes(filters) : images.bytes());
    firstWorkspace = shared.bytes();

    WorkspaceLayout own = new WorkspaceLayout();
    rows = own.take(tileRows.scratchBytes());
    filterScratch = own.take(FilterTransform.SCRATCH_BYTES);
    edge = own.take(WinogradTiling.RESULTS * WinogradPanels.ROW_BYTES);
    ownPoints =
        own.take(byTiles ? images.bytes() : FilterTransform.chunkBytes(WinogradPanels.WIDTH));
    sums = own.take(outputs.panelBytes());
    part = own.take(byTiles ? 0 : outputs.pointBytes());
    workspaceBytes = own.bytes();
    bytes = firstWorkspace + threads * workspaceBytes;
  }

  /** Whether all filters stay in the cache while the tiles, which are many, pass by. */
  public static boolean sharesFilters(WinogradTiling tiling) {
    FilterTransform all = new FilterTransform(tiling.x().size(3), tiling.y().size(3), false);
    return tiling.tiles() >= MANY_TILES && filterBytes(all) <= SHARED_FILTER_BYTES;
  }

  private static long filterBytes(FilterTransform all) {
    return all.panels() * FilterTransform.chunkBytes(all.in());
  }

  /** How many rows of tiles one thread takes at once. */
  private static int rowsOfUnit(WinogradTiling tiling) {
    return Math.clamp(UNIT_TILES / tiling.tileColumns(), 1, tiling.rows());
  }

  /** How many rows of tiles threads share at once. */
  static int rowsOfBlock(WinogradTiling tiling) {
    long perTile = 4L * WinogradTiling.POINTS * tiling.x().size(3);
    return Math.clamp(BLOCK_BYTES / (perTile * tiling.tileColumns()), 1, tiling.rows());
  }
}
