package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;

/**
 * The gradient by the filter of a convolution with a window of 3 x 3 and stride 1 by a quarter of
 * the multiplications: dg = Σ Gᵀ[(Bᵀ d B) ⊙ (A dy Aᵀ)]G over all tiles, the transpose of {@link
 * WinogradConvolution}.
 *
 * <p>At each of the 36 points, the sum over the tiles of a block is a matrix product: channels by
 * tiles times tiles by filters. Blocks are added in their order, so threads change nothing.
 */
final class WinogradFilterGradient implements Kernel {
  /** Channels of a unit: few of them, so that small layers make work for several threads. */
  private static final int PART = 16;

  private static final int SIDE = WinogradTiling.PIXELS;
  private static final int CELLS = WinogradTiling.CELLS;
  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  private final WinogradTiling tiling;
  private final Workers workers;
  private final int desks;
  private final int rowsPerBlock;
  private final WinogradTileRows imageRows;
  private final WinogradTileRows resultRows;
  private final WinogradPanels images;
  private final WinogradPanels results;
  private final WinogradPanels sums = new WinogradPanels(WinogradPanels.WIDTH, PART);
  private final long imagePoints;
  private final long resultPoints;
  private final long firstDesk;
  private final long deskBytes;
  private final long rows;
  private final long sum;
  private final long bytes;

  WinogradFilterGradient(WinogradTiling tiling, Workers workers) {
    this.tiling = tiling;
    this.workers = workers;
    desks = workers.threads();
    rowsPerBlock = WinogradLayout.rowsPerBlock(tiling);
    imageRows = WinogradTileRows.ofImages(tiling);
    resultRows = WinogradTileRows.ofResults(tiling);
    int tiles = rowsPerBlock * tiling.tileColumns();
    images = new WinogradPanels(tiling.x().size(3), tiles);
    results = new WinogradPanels(tiling.y().size(3), tiles);
    WorkMemory shared = new WorkMemory();
    imagePoints = shared.take(images.bytes());
    resultPoints = shared.take(results.bytes());
    firstDesk = shared.bytes();
    WorkMemory desk = new WorkMemory();
    rows = desk.take(Math.max(imageRows.scratchBytes(), resultRows.scratchBytes()));
    sum = desk.take(sums.panelBytes());
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
    private final Products products = LoopForm.VECTOR.products();
    private final Desks.Task toPoints = this::toPoints;
    private final Desks.Task multiply = this::multiply;
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
      int parts = Math.ceilDiv(images.channels(), PART);
      for (int row = 0; row < tiling.rows(); row += rowsPerBlock) {
        firstRow = row;
        blockRows = Math.min(rowsPerBlock, tiling.rows() - row);
        work.run(2 * blockRows, toPoints);
        work.run(parts * results.count(), multiply);
      }
    }

    private void toPoints(int desk, int unit) {
      boolean ofImages = unit < blockRows;
      int row = ofImages ? unit : unit - blockRows;
      WinogradTileRows tileRows = ofImages ? imageRows : resultRows;
      long memory = desk(desk) + rows;
      tileRows.clear(memory);
      tileRows.transform(
          ofImages ? x : dy,
          firstRow + row,
          memory,
          ofImages ? images : results,
          scratch
              + (ofImages ? imagePoints : resultPoints)
              + row * tiling.tileColumns() * ROW_BYTES);
    }

    private void multiply(int desk, int unit) {
      int channel = unit / results.count() * PART;
      int outPanel = unit % results.count();
      int channels = Math.min(PART, images.channels() - channel);
      long place = desk(desk) + sum;
      for (int point = 0; point < WinogradTiling.POINTS; point++) {
        WinogradMaps.clear(place + point * sums.pointBytes(), Vectors.count(channels * ROW_BYTES));
        addProduct(point, channel, channels, outPanel, place + point * sums.pointBytes());
      }
      toCells(place, Vectors.count(channels * ROW_BYTES));
      for (int cell = 0; cell < CELLS * CELLS; cell++) {
        long from = place + (cell / CELLS * SIDE + cell % CELLS) * sums.pointBytes();
        for (int i = 0; i < channels; i++) {
          addRow(from + i * ROW_BYTES, cell, channel + i, outPanel);
        }
      }
    }

    private void addProduct(int point, int channel, int channels, int outPanel, long to) {
      int tiles = blockRows * tiling.tileColumns();
      int panel = channel / WinogradPanels.WIDTH;
      long left =
          scratch
              + imagePoints
              + panel * images.panelBytes()
              + point * images.pointBytes()
              + 4L * (channel % WinogradPanels.WIDTH);
      long right =
          scratch + resultPoints + outPanel * results.panelBytes() + point * results.pointBytes();
      for (int tile = 0; tile < tiles; tile += Products.DEPTH) {
        products.addProduct(
            left + tile * ROW_BYTES,
            Float.BYTES,
            ROW_BYTES,
            right + tile * ROW_BYTES,
            ROW_BYTES,
            to,
            ROW_BYTES,
            channels,
            results.width(outPanel),
            Math.min(Products.DEPTH, tiles - tile));
      }
    }

    /** Brings sums from the points to the cells of the window, in their place. */
    private void toCells(long place, int vectors) {
      long pointBytes = sums.pointBytes();
      for (int column = 0; column < SIDE; column++) {
        long from = place + column * pointBytes;
        WinogradMaps.pointsToFilter(from, SIDE * pointBytes, from, SIDE * pointBytes, vectors);
      }
      for (int row = 0; row < CELLS; row++) {
        long from = place + row * SIDE * pointBytes;
        WinogradMaps.pointsToFilter(from, pointBytes, from, pointBytes, vectors);
      }
    }

    private void addRow(long from, int cell, int channel, int outPanel) {
      long row = (long) cell * images.channels() + channel;
      long to = dw + 4 * row * results.channels() + outPanel * ROW_BYTES;
      int width = results.width(outPanel);
      if (firstRow == 0) {
        PlainElements.copy(from, to, width);
      } else {
        WinogradMaps.add(from, to, width / Vectors.LANES);
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
