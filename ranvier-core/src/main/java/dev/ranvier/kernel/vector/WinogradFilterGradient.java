package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.DType;

/**
 * The gradient by the filter of a convolution with a window of 3 x 3 and stride 1 by a quarter of
 * the multiplications: dg = Σ Gᵀ[(Bᵀ d B) ⊙ (A dy Aᵀ)]G over all tiles, the transpose of {@link
 * WinogradConvolution}.
 *
 * <p>At each of the 36 points, the sum over the tiles of a block is a matrix product: channels by
 * tiles times tiles by filters. With many channels and filters, a unit of work is some channels by
 * a panel of filters at all points, which it brings to the cells at once; with few, a unit is a
 * single point, and the sums stay at the points until all blocks are added. Blocks are added in
 * their order, so threads change nothing.
 */
final class WinogradFilterGradient implements Kernel {
  private static final int POINTS = WinogradTiling.POINTS;
  private static final int SIDE = WinogradTiling.PIXELS;
  private static final int CELLS = WinogradTiling.CELLS;

  private static final int PANEL = WinogradPanels.WIDTH;

  /** Pairs of panels that are units enough for several threads. */
  private static final int MANY_PAIRS = 16;

  /** Channels of a unit: whole tiles of {@link WinogradProducts}, whose sums stay in the cache. */
  private static final int SOME = 24;

  private static final int PARTS = Math.ceilDiv(PANEL, SOME);

  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  private final WinogradTiling tiling;
  private final Workers workers;
  private final int desks;
  private final int rowsPerBlock;
  private final WinogradTileRows imageRows;
  private final WinogradTileRows resultRows;
  private final WinogradPanels images;
  private final WinogradPanels results;
  private final int pairs;
  private final boolean byPairs;

  /** A panel of channels as rows, one of filters as columns. */
  private final WinogradPanels sums;

  private final long imagePoints;
  private final long resultPoints;
  private final long allSums;
  private final long firstDesk;
  private final long deskBytes;
  private final long rows;
  private final long part;
  private final long bytes;

  /**
   * A kernel.
   *
   * @param stored the element type of images and results' gradient, f32 or bf16
   */
  WinogradFilterGradient(WinogradTiling tiling, DType stored, Workers workers) {
    this.tiling = tiling;
    this.workers = workers;
    desks = workers.threads();
    rowsPerBlock = WinogradLayout.rowsOfBlock(tiling);
    imageRows = WinogradTileRows.ofImages(tiling, stored);
    resultRows = WinogradTileRows.ofResults(tiling, stored);
    int tiles = rowsPerBlock * tiling.tileColumns();
    images = new WinogradPanels(tiling.x().size(3), tiles, false);
    results = new WinogradPanels(tiling.y().size(3), tiles, false);
    pairs = images.count() * results.count();
    byPairs = pairs >= MANY_PAIRS;
    sums = new WinogradPanels(PANEL, PANEL, false);
    WorkMemory shared = new WorkMemory();
    imagePoints = shared.take(images.bytes());
    resultPoints = shared.take(results.bytes());
    allSums = shared.take(byPairs ? 0 : pairs * sums.bytes());
    firstDesk = shared.bytes();
    WorkMemory desk = new WorkMemory();
    rows = desk.take(Math.max(imageRows.scratchBytes(), resultRows.scratchBytes()));
    part = desk.take(byPairs ? sums.bytes() : sums.pointBytes());
    deskBytes = desk.bytes();
    bytes = firstDesk + desks * deskBytes;
  }

  @Override
  public long scratchBytes() {
    return bytes;
  }

  @Override
  public Call bind(Binding binding) {
    return new BoundCall(
        binding,
        new Gradient(
            binding.input(0).address(),
            binding.input(1).address(),
            binding.result(0).address(),
            binding.scratch().address()));
  }

  /** The computation on its buffers. */
  private final class Gradient implements Runnable {
    private final long x;
    private final long dy;
    private final long dw;
    private final long scratch;
    private final Desks work = new Desks(workers, desks);
    private final Desks.Task toPoints = this::toPoints;
    private final Desks.Task addPair = this::addPair;
    private final Desks.Task addPoint = this::addPoint;
    private final Desks.Task bringBack = this::bringBack;
    private int firstRow;
    private int blockRows;

    Gradient(long x, long dy, long dw, long scratch) {
      this.x = x;
      this.dy = dy;
      this.dw = dw;
      this.scratch = scratch;
    }

    @Override
    public void run() {
      for (firstRow = 0; firstRow < tiling.rows(); firstRow += rowsPerBlock) {
        blockRows = Math.min(rowsPerBlock, tiling.rows() - firstRow);
        work.run(blockRows, toPoints);
        work.run(byPairs ? pairs * PARTS : pairs * POINTS, byPairs ? addPair : addPoint);
      }
      if (!byPairs) {
        work.run(pairs * PARTS, bringBack);
      }
    }

    private void toPoints(int desk, int row) {
      long memory = desk(desk) + rows;
      long tile = row * tiling.tileColumns() * ROW_BYTES;
      imageRows.clear(memory);
      imageRows.transform(x, firstRow + row, memory, images, scratch + imagePoints + tile);
      resultRows.clear(memory);
      resultRows.transform(dy, firstRow + row, memory, results, scratch + resultPoints + tile);
    }

    /** Takes some channels and a panel of filters from the points to the cells. */
    private void addPair(int desk, int unit) {
      int pair = unit / PARTS;
      int first = unit % PARTS * SOME;
      int channels = Math.min(SOME, images.width(pair / results.count()) - first);
      long place = desk(desk) + part;
      for (int point = 0; point < POINTS; point++) {
        long to = place + point * sums.pointBytes() + first * ROW_BYTES;
        multiply(pair, point, first, channels, to);
      }
      toCells(pair, place, first, channels, firstRow > 0);
    }

    /** Adds the block's tiles at one point, for a pair of panels. */
    private void addPoint(int desk, int unit) {
      int pair = unit / POINTS;
      int point = unit % POINTS;
      long all = scratch + allSums + pair * sums.bytes() + point * sums.pointBytes();
      if (firstRow == 0) {
        multiply(pair, point, 0, images.width(pair / results.count()), all);
      } else {
        long more = desk(desk) + part;
        multiply(pair, point, 0, images.width(pair / results.count()), more);
        WinogradMaps.add(more, all, Vectors.count(PANEL * ROW_BYTES));
      }
    }

    private void multiply(int pair, int point, int first, int channels, long to) {
      int imagePanel = pair / results.count();
      int panel = pair % results.count();
      WinogradProducts.multiplyTransposed(
          scratch
              + imagePoints
              + imagePanel * images.panelBytes()
              + point * images.pointBytes()
              + 4L * first,
          scratch + resultPoints + panel * results.panelBytes() + point * results.pointBytes(),
          to,
          channels,
          results.width(panel),
          blockRows * tiling.tileColumns());
    }

    /** Brings some channels' sums from the points to the cells of the window. */
    private void bringBack(int desk, int unit) {
      int pair = unit / PARTS;
      int first = unit % PARTS * SOME;
      int channels = Math.min(SOME, images.width(pair / results.count()) - first);
      toCells(pair, scratch + allSums + pair * sums.bytes(), first, channels, false);
    }

    private void toCells(int pair, long place, int first, int channels, boolean isMore) {
      int panel = pair % results.count();
      int vectors = results.width(panel) / Vectors.LANES;
      long step = SIDE * sums.pointBytes();
      long cellBytes = 4L * images.channels() * results.channels();
      for (int c = first; c < first + channels; c++) {
        long row = place + c * ROW_BYTES;
        for (int column = 0; column < SIDE; column++) {
          long from = row + column * sums.pointBytes();
          WinogradMaps.pointsToFilter(from, step, from, step, vectors);
        }
        long channel = (long) pair / results.count() * PANEL + c;
        long to = dw + 4 * (channel * results.channels() + panel * PANEL);
        for (int cell = 0; cell < CELLS; cell++) {
          long from = row + cell * step;
          long target = to + cell * CELLS * cellBytes;
          if (isMore) {
            WinogradMaps.pointsToFilter(from, sums.pointBytes(), from, sums.pointBytes(), vectors);
            addRow(from, target, cellBytes, vectors);
          } else {
            WinogradMaps.pointsToFilter(from, sums.pointBytes(), target, cellBytes, vectors);
          }
        }
      }
    }

    private void addRow(long from, long to, long cellBytes, int vectors) {
      for (int cell = 0; cell < CELLS; cell++) {
        WinogradMaps.add(from + cell * sums.pointBytes(), to + cell * cellBytes, vectors);
      }
    }

    private long desk(int desk) {
      return scratch + firstDesk + desk * deskBytes;
    }
  }

  @Override
  public String describe() {
    return "winograd, " + tiling.tiles() + " tiles to the filter";
  }
}
