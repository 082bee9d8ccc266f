package dev.ranvier.kernel.vector;

/**
 * How a convolution after Winograd is cut into blocks, and where everything lies in its work
 * memory: what is shared, then as many desks as threads may take part.
 */
final class WinogradLayout {
  /** Bytes of a block of tiles at the points; such a block stays in the cache. */
  private static final long BLOCK_BYTES = 4 << 20;

  /** Filters at the points that are worth keeping for all blocks. */
  private static final long KEPT_FILTER_BYTES = 16 << 20;

  /** Tiles of a unit, whose products stay in a core's cache beside the filters. */
  private static final int FEW_TILES = 32;

  /** The same where the filters are brought to the points anew for each unit. */
  private static final int MANY_TILES = 64;

  final WinogradTiling tiling;
  final WinogradTileRows tileRows;
  final WinogradFilters filters;
  final WinogradPanels images;
  final WinogradPanels products;
  final int rowsPerBlock;
  final boolean keepsFilters;

  /** Offsets from the start of the work memory. */
  final long filterCopy;

  final long imagePoints;
  final long filterPoints;
  final long firstDesk;

  /** Bytes from one desk to the next. */
  final long deskBytes;

  /** Offsets from the start of a desk. */
  final long rows;

  final long cells;
  final long edge;
  final long chunk;
  final long sums;

  /** All of the work memory. */
  final long bytes;

  /**
   * The layout for some convolution.
   *
   * @param turned whether the filter has to be turned around, by way of a copy
   */
  WinogradLayout(WinogradTiling tiling, boolean turned, int desks) {
    this.tiling = tiling;
    tileRows = WinogradTileRows.ofImages(tiling);
    filters = new WinogradFilters(tiling.x().size(3), tiling.y().size(3), turned);
    rowsPerBlock = rowsPerBlock(tiling);
    images = new WinogradPanels(filters.in(), rowsPerBlock * tiling.tileColumns());
    long allFilters = filters.inPanels() * filters.outPanels() * WinogradFilters.CHUNK_BYTES;
    keepsFilters = tiling.tiles() > MANY_TILES && allFilters <= KEPT_FILTER_BYTES;
    products = new WinogradPanels(WinogradPanels.WIDTH, keepsFilters ? FEW_TILES : MANY_TILES);

    WorkMemory shared = new WorkMemory();
    filterCopy = shared.take(turned ? filters.bytes() : 0);
    imagePoints = shared.take(images.bytes());
    filterPoints = shared.take(keepsFilters ? allFilters : 0);
    firstDesk = shared.bytes();

    WorkMemory desk = new WorkMemory();
    rows = desk.take(tileRows.scratchBytes());
    cells = desk.take(WinogradFilters.SCRATCH_BYTES);
    edge = desk.take(WinogradTiling.RESULTS * WinogradPanels.ROW_BYTES);
    chunk = desk.take(keepsFilters ? 0 : WinogradFilters.CHUNK_BYTES);
    sums = desk.take(products.panelBytes());
    deskBytes = desk.bytes();
    bytes = firstDesk + desks * deskBytes;
  }

  /** How many rows of tiles make a block. */
  static int rowsPerBlock(WinogradTiling tiling) {
    long perRow = new WinogradPanels(tiling.x().size(3), tiling.tileColumns()).bytes();
    return Math.clamp(BLOCK_BYTES / perRow, 1, tiling.rows());
  }
}
