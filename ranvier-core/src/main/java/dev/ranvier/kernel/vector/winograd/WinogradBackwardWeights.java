package dev.ranvier.kernel.vector.winograd;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.ThreadWorkspaces;
import dev.ranvier.kernel.vector.memory.Vectors;
import dev.ranvier.kernel.vector.memory.WorkspaceLayout;
import dev.ranvier.tensor.DType;

/**
 * The gradient by the filter of a convolution with a window of 3 x 3 and stride 1 by a quarter of
 * the multiplications: dg = Σ Gᵀ[(Bᵀ d B) ⊙ (A dy Aᵀ)]G over all tiles, the transpose of {@link
 * WinogradConvolution}.
 *
 * <p>At each of the 36 points, the sum over the tiles of a block is a GEMM: [channels, tiles] ·
 * [tiles, filters]. With many channels and filters, a unit of work is a panel of channels by one of
 * filters at all points, which it transforms to the filter's gradient at once. With few, the sums
 * stay at the points until all blocks are added, and a unit is some rows of points: the thread that
 * multiplies there transforms all tiles itself, as cores may be far from each other. With more
 * threads than such rows, a unit is a single point of shared tiles. Blocks are added in their
 * order, so the number of threads does not change the result.
 */
public final class WinogradBackwardWeights implements Kernel {
  private static final int POINTS = WinogradTiling.POINTS;
  private static final int SIDE = WinogradTiling.PIXELS;
  private static final int TAPS = WinogradTiling.TAPS;

  private static final int PANEL = WinogradPanels.WIDTH;

  /** Pairs of panels that are units enough for several threads. */
  private static final int MANY_PAIRS = 32;

  /** Channels that one thread transforms to the filter's gradient: a part of a panel. */
  private static final int SOME = 24;

  private static final int PARTS = Math.ceilDiv(PANEL, SOME);

  private static final long ROW_BYTES = WinogradPanels.ROW_BYTES;

  private final WinogradTiling tiling;
  private final Workers workers;
  private final int threads;
  private final int rowsPerBlock;
  private final InputTransform imageRows;
  private final InputTransform resultRows;
  private final WinogradPanels images;
  private final WinogradPanels results;
  private final int pairs;
  private final boolean byPairs;

  /** Rows of points of a unit, where units are such. */
  private final int pointRows;

  private final boolean byPointRows;

  /** A panel of channels as rows, one of filters as columns. */
  private final WinogradPanels sums;

  /** Offsets: of shared memory, then of a thread's workspace. Transformed images come first. */
  private final long sharedPoints;

  private final long allSums;
  private final long firstWorkspace;
  private final long workspaceBytes;
  private final long rows;
  private final long part;
  private final long ownPoints;
  private final long bytes;

  /**
   * A kernel.
   *
   * @param stored the element type of images and results' gradient, f32 or bf16
   */
  WinogradBackwardWeights(WinogradTiling tiling, DType stored, Workers workers) {
    this.tiling = tiling;
    this.workers = workers;
    threads = workers.threads();
    rowsPerBlock = WinogradLayout.rowsOfBlock(tiling);
    imageRows = InputTransform.ofImages(tiling, stored);
    resultRows = InputTransform.ofResults(tiling, stored);
    int tiles = rowsPerBlock * tiling.tileColumns();
    int in = tiling.x().size(3);
    int out = tiling.y().size(3);
    pairs = Math.ceilDiv(in, PANEL) * Math.ceilDiv(out, PANEL);
    byPairs = pairs >= MANY_PAIRS;
    byPointRows = !byPairs && threads <= SIDE;
    pointRows = byPointRows ? wholeParts(SIDE, threads) : SIDE;
    images = new WinogradPanels(in, tiles, pointRows * SIDE, false);
    results = new WinogradPanels(out, tiles, pointRows * SIDE, false);
    sums = new WinogradPanels(PANEL, PANEL, false);
    WorkspaceLayout shared = new WorkspaceLayout();
    long pointBytes = images.bytes() + results.bytes();
    sharedPoints = shared.take(byPointRows ? 0 : pointBytes);
    allSums = shared.take(byPairs ? 0 : pairs * sums.bytes());
    firstWorkspace = shared.bytes();
    WorkspaceLayout own = new WorkspaceLayout();
    rows = own.take(Math.max(imageRows.scratchBytes(), resultRows.scratchBytes()));
    part = own.take(byPairs ? sums.bytes() : sums.pointBytes());
    ownPoints = own.take(byPointRows ? pointBytes : 0);
    workspaceBytes = own.bytes();
    bytes = firstWorkspace + threads * workspaceBytes;
  }

  /** The smallest divisor of a number that makes no more parts than wanted. */
  private static int wholeParts(int number, int wanted) {
    int part = Math.ceilDiv(number, wanted);
    while (number % part != 0) {
      part++;
    }
    return part;
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
    private final ThreadWorkspaces work = new ThreadWorkspaces(workers, threads);
    private final ThreadWorkspaces.Task transformRow = this::transformRow;
    private final ThreadWorkspaces.Task addPointRows = this::addPointRows;
    private final ThreadWorkspaces.Task addPair = this::addPair;
    private final ThreadWorkspaces.Task addPoint = this::addPoint;
    private final ThreadWorkspaces.Task transformFilterGradient = this::transformFilterGradient;
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
      if (byPointRows) {
        work.run(SIDE / pointRows, addPointRows);
      } else {
        for (firstRow = 0; firstRow < tiling.rows(); firstRow += rowsPerBlock) {
          blockRows = Math.min(rowsPerBlock, tiling.rows() - firstRow);
          work.run(blockRows, transformRow);
          work.run(byPairs ? pairs : pairs * POINTS, byPairs ? addPair : addPoint);
        }
      }
      if (!byPairs) {
        work.run(pairs * PARTS, transformFilterGradient);
      }
    }

    private void transformRow(int thread, int row) {
      transformRow(workspace(thread) + rows, scratch + sharedPoints, firstRow, row, 0);
    }

    /**
     * Transforms a row of a block's tiles, for some rows of points.
     *
     * @param block the block's first row
     * @param firstPoints which row of points is the first
     */
    private void transformRow(long memory, long points, int block, int row, int firstPoints) {
      long address = points + row * tiling.tileColumns() * ROW_BYTES;
      imageRows.clear(memory);
      imageRows.transform(x, block + row, memory, images, address, firstPoints);
      resultRows.clear(memory);
      resultRows.transform(dy, block + row, memory, results, address + images.bytes(), firstPoints);
    }

    /** Transforms all tiles for some rows of points and adds them there. */
    private void addPointRows(int thread, int unit) {
      long points = workspace(thread) + ownPoints;
      int firstPoints = unit * pointRows;
      for (int block = 0; block < tiling.rows(); block += rowsPerBlock) {
        int someRows = Math.min(rowsPerBlock, tiling.rows() - block);
        for (int row = 0; row < someRows; row++) {
          transformRow(workspace(thread) + rows, points, block, row, firstPoints);
        }
        for (int pair = 0; pair < pairs; pair++) {
          for (int point = 0; point < pointRows * SIDE; point++) {
            long sum = sum(pair, firstPoints * SIDE + point);
            addPoint(thread, points, pair, point, someRows, block > 0, sum);
          }
        }
      }
    }

    /** Multiplies a panel of channels by one of filters and transforms the sums. */
    private void addPair(int thread, int pair) {
      long address = workspace(thread) + part;
      for (int point = 0; point < POINTS; point++) {
        long to = address + point * sums.pointBytes();
        multiply(scratch + sharedPoints, pair, point, blockRows, to);
      }
      storeFilterGradient(pair, address, 0, images.width(pair / results.count()), firstRow > 0);
    }

    /** Adds the block's tiles at one point, for a pair of panels. */
    private void addPoint(int thread, int unit) {
      int pair = unit / POINTS;
      int point = unit % POINTS;
      long points = scratch + sharedPoints;
      addPoint(thread, points, pair, point, blockRows, firstRow > 0, sum(pair, point));
    }

    private void addPoint(
        int thread, long points, int pair, int point, int someRows, boolean isMore, long sum) {
      long to = isMore ? workspace(thread) + part : sum;
      multiply(points, pair, point, someRows, to);
      if (isMore) {
        WinogradTransforms.add(to, sum, Vectors.count(PANEL * ROW_BYTES));
      }
    }

    private long sum(int pair, int point) {
      return scratch + allSums + pair * sums.bytes() + point * sums.pointBytes();
    }

    /**
     * Multiplies some tiles at a point.
     *
     * @param points address of the transformed images, followed by the results' gradients
     * @param point which of the points that lie there
     */
    private void multiply(long points, int pair, int point, int someRows, long to) {
      int imagePanel = pair / results.count();
      int panel = pair % results.count();
      WinogradGemm.multiplyTransposed(
          points + imagePanel * images.panelBytes() + point * images.pointBytes(),
          points + images.bytes() + panel * results.panelBytes() + point * results.pointBytes(),
          to,
          images.width(imagePanel),
          results.width(panel),
          someRows * tiling.tileColumns());
    }

    /** Transforms some channels' sums to the filter's gradient. */
    private void transformFilterGradient(int thread, int unit) {
      int pair = unit / PARTS;
      int first = unit % PARTS * SOME;
      int channels = Math.min(SOME, images.width(pair / results.count()) - first);
      storeFilterGradient(pair, scratch + allSums + pair * sums.bytes(), first, channels, false);
    }

    private void storeFilterGradient(
        int pair, long address, int first, int channels, boolean isMore) {
      int panel = pair % results.count();
      int vectors = results.width(panel) / Vectors.LANES;
      long step = SIDE * sums.pointBytes();
      long tapBytes = 4L * images.channels() * results.channels();
      for (int c = first; c < first + channels; c++) {
        long row = address + c * ROW_BYTES;
        for (int column = 0; column < SIDE; column++) {
          long from = row + column * sums.pointBytes();
          WinogradTransforms.transformFilterGradient(from, step, from, step, vectors);
        }
        long channel = (long) pair / results.count() * PANEL + c;
        long to = dw + 4 * (channel * results.channels() + panel * PANEL);
        for (int tap = 0; tap < TAPS; tap++) {
          long from = row + tap * step;
          long target = to + tap * TAPS * tapBytes;
          if (isMore) {
            WinogradTransforms.transformFilterGradient(
                from, sums.pointBytes(), from, sums.pointBytes(), vectors);
            addRow(from, target, tapBytes, vectors);
          } else {
            WinogradTransforms.transformFilterGradient(
                from, sums.pointBytes(), target, tapBytes, vectors);
          }
        }
      }
    }

    private void addRow(long from, long to, long tapBytes, int vectors) {
      for (int tap = 0; tap < TAPS; tap++) {
        WinogradTransforms.add(from + tap * sums.pointBytes(), to + tap * tapBytes, vectors);
      }
    }

    private long workspace(int thread) {
      return scratch + firstWorkspace + thread * workspaceBytes;
    }
  }

  @Override
  public String describe() {
    return "winograd, " + tiling.tiles() + " tiles, backward weights";
  }
}
