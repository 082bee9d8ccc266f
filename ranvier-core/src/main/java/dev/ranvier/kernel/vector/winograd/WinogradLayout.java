package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.kernel.vector.memory.WorkspaceLayout;
import dev.ranvier.tensor.DType;

/**
 * How a convolution after Winograd is cut into units of work, and where everything lies in its work
 * memory: what is shared, then as many desks as threads may take part.
 *
 * <p>With many tiles, a unit is some tiles from the images to the results, and only the filters at
 * the points are shared: cores may be far from each other. With few tiles or very many filters, a
 * unit is a panel of filters, and the tiles at the points are shared, a block at a time.
 */
public final class WinogradLayout {
  /** Bytes of a block of shared tiles at the points; such a block stays in the cache. */
  private static final long BLOCK_BYTES = 4 << 20;

  /** Filters at the points that stay in the cache while all tiles pass by. */
  private static final long SHARED_FILTER_BYTES = 16 << 20;

  /** So many tiles make units enough for several threads. */
  private static final int MANY_TILES = 96;

  /** Tiles of a unit: whole tiles of {@link WinogradGemm}. */
  private static final int UNIT_TILES = 24;

  /** The same where the unit brings its filters to the points itself. */
  private static final int PANEL_UNIT_TILES = 66;

  final WinogradTiling tiling;
  final InputTransform tileRows;
  final FilterTransform filters;
  final WinogradPanels images;
  final WinogradPanels products;

  /** Whether a unit is some tiles, else it is a panel of filters. */
  final boolean byTiles;

  /** Rows of tiles of a unit, or of a block. */
  final int rowsAtOnce;

  /** Offsets from the start of the work memory. */
  final long filterCopy;

  /** Filters at the points, or images. */
  final long sharedPoints;

  final long firstDesk;

  /** Bytes from one desk to the next. */
  final long deskBytes;

  /** Offsets from the start of a desk. */
  final long rows;

  final long cells;
  final long edge;

  /** Images at the points, or filters. */
  final long ownPoints;

  final long sums;
  final long part;

  /** All of the work memory. */
  final long bytes;

  /**
   * The layout for some convolution.
   *
   * @param turned whether the filter has to be turned around, by way of a copy
   * @param stored the element type of the images
   */
  WinogradLayout(WinogradTiling tiling, boolean turned, DType stored, int desks) {
    this.tiling = tiling;
    tileRows = InputTransform.ofImages(tiling, stored);
    filters = new FilterTransform(tiling.x().size(3), tiling.y().size(3), turned);
    byTiles = sharesFilters(tiling);
    rowsAtOnce = byTiles ? rowsOfUnit(tiling) : rowsOfBlock(tiling);
    int tiles = rowsAtOnce * tiling.tileColumns();
    images = new WinogradPanels(filters.in(), tiles, true);
    products = new WinogradPanels(WinogradPanels.WIDTH, byTiles ? tiles : PANEL_UNIT_TILES, false);

    WorkspaceLayout shared = new WorkspaceLayout();
    filterCopy = shared.take(turned ? filters.bytes() : 0);
    sharedPoints = shared.take(byTiles ? filterBytes(filters) : images.bytes());
    firstDesk = shared.bytes();

    WorkspaceLayout desk = new WorkspaceLayout();
    rows = desk.take(tileRows.scratchBytes());
    cells = desk.take(FilterTransform.SCRATCH_BYTES);
    edge = desk.take(WinogradTiling.RESULTS * WinogradPanels.ROW_BYTES);
    ownPoints =
        desk.take(byTiles ? images.bytes() : FilterTransform.chunkBytes(WinogradPanels.WIDTH));
    sums = desk.take(products.panelBytes());
    part = desk.take(byTiles ? 0 : products.pointBytes());
    deskBytes = desk.bytes();
    bytes = firstDesk + desks * deskBytes;
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
