package dev.ranvier.kernel.vector;

import dev.ranvier.kernel.vector.VectorColumnLoops.WarmUp;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a window sees at every place of some bf16 images, as the columns of a matrix, for some
 * neighbouring channels.
 *
 * <p>Formula: a[(i, j, c), (n, r, q)] = x[n, r·s + i − t, q·s + j − l, c], or 0 beyond the image,
 * with the window's step s and t rows and l columns of zeros before the image. Shapes: x [N, H, W,
 * C], a [rows·columns·channels, N·H'·W'], where the window has as many places as it has steps in
 * the image: H = s·H', W = s·W'. Rows of a lie {@link #pitch} bytes apart.
 *
 * <p>Every image is a few planes of H' by W' pixels, which lie a step apart. Planes are turned, so
 * that a channel is a row; a row of a is a row of a plane, moved by some pixels, and with zeros
 * where it was moved out of the image.
 */
public final class PatchColumns {
  /** What channels are counted in. */
  public static final int CHANNEL_STEP = ColumnLoops.CHANNEL_STEP;

  private static final int CACHE_LINE = 64;

  private static final int ELEMENT = DType.BF16.bytes();

  private final int channels;
  private final int count;
  private final long pitch;
  private final long planePitch;
  private final long margin;
  private final List<Cell> cells = new ArrayList<>();
  private final List<int[]> planes = new ArrayList<>();

  /**
   * A cell of the window.
   *
   * @param plane the plane it sees
   * @param shift by how many pixels it is ahead of the place
   * @param mask which places see a pixel there, for all images
   */
  private record Cell(int plane, int shift, short[] mask) {}

  /**
   * Columns of some images.
   *
   * @param images the shape of all images together, as they lie in memory
   * @param window rows and columns of the window
   * @param stride its steps
   * @param before rows of zeros above the image and columns left of it; may be negative
   * @param channels how many channels, a multiple of {@link #CHANNEL_STEP}
   * @param number how many images at a time
   */
  public PatchColumns(
      Shape images, Pair window, Pair stride, Pair before, int channels, int number) {
    this.channels = channels;
    int rows = images.size(1) / stride.rows();
    int columns = images.size(2) / stride.columns();
    count = number * rows * columns;
    int whole = Math.ceilDiv(count, ColumnLoops.BLOCK) * ColumnLoops.BLOCK;
    List<Pair> phases = new ArrayList<>();
    int farthest = 0;
    for (int i = 0; i < window.rows(); i++) {
      for (int j = 0; j < window.columns(); j++) {
        int row = i - before.rows();
        int column = j - before.columns();
        Pair phase =
            new Pair(Math.floorMod(row, stride.rows()), Math.floorMod(column, stride.columns()));
        if (!phases.contains(phase)) {
          phases.add(phase);
          planes.add(pixels(images, stride, phase, count, whole));
        }
        int down = Math.floorDiv(row, stride.rows());
        int right = Math.floorDiv(column, stride.columns());
        int shift = down * columns + right;
        farthest = Math.max(farthest, Math.abs(shift));
        cells.add(
            new Cell(phases.indexOf(phase), shift, mask(rows, columns, down, right, count, whole)));
      }
    }
    // Starts of rows that lie a power of two apart would share the same few lines of the cache.
    pitch = (long) whole * ELEMENT + CACHE_LINE;
    margin = isTurnedOnly() ? 0 : lines((long) farthest * ELEMENT);
    planePitch = pitch + 2 * margin;
  }

  /**
   * Whether columns can be written: the window has a place at every step, and there are vectors.
   */
  public static boolean arePossible(Shape images, Pair stride, Pair places) {
    return ColumnLoops.haveVectors()
        && images.size(1) == stride.rows() * places.rows()
        && images.size(2) == stride.columns() * places.columns();
  }

  /**
   * Byte offsets of the pixels that lie a step apart; what fills up the last block is the first.
   */
  private static int[] pixels(Shape images, Pair stride, Pair phase, int count, int whole) {
    int rows = images.size(1) / stride.rows();
    int columns = images.size(2) / stride.columns();
    int[] offsets = new int[whole];
    for (int p = 0; p < count; p++) {
      int image = p / (rows * columns);
      int row = p / columns % rows * stride.rows() + phase.rows();
      int column = p % columns * stride.columns() + phase.columns();
      int pixel = (image * images.size(1) + row) * images.size(2) + column;
      offsets[p] = Math.toIntExact((long) pixel * images.size(3) * ELEMENT);
    }
    return offsets;
  }

  private static short[] mask(int rows, int columns, int down, int right, int count, int whole) {
    short[] mask = new short[whole];
    for (int p = 0; p < count; p++) {
      int row = p / columns % rows + down;
      int column = p % columns + right;
      boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
      mask[p] = (short) (inside ? -1 : 0);
    }
    return mask;
  }

  /** Where there is but one cell, which sees the place itself, the plane is the result. */
  private boolean isTurnedOnly() {
    return cells.size() == 1 && cells.getFirst().shift() == 0;
  }

  /** Rows of the matrix. */
  public int rows() {
    return cells.size() * channels;
  }

  /** Bytes between the starts of two rows. */
  public long pitch() {
    return pitch;
  }

  /** Bytes of the matrix. */
  public long bytes() {
    return rows() * pitch;
  }

  /** Bytes of memory to work in. */
  public long workBytes() {
    return isTurnedOnly() ? 0 : planes.size() * channels * planePitch;
  }

  private static long lines(long bytes) {
    return Math.ceilDiv(bytes, CACHE_LINE) * CACHE_LINE;
  }

  /** What writes columns; not for use by two threads at once. */
  public Writer writer(long work, long matrix) {
    return new Writer(work, matrix);
  }

  /** Writes columns to the same place again and again; allocates nothing once it is warm. */
  public final class Writer {
    private final long work;
    private final long matrix;
    private final ColumnLoops vectors = new VectorColumnLoops();
    private ColumnLoops arrays = new ArrayColumnLoops(channels, count);

    private Writer(long work, long matrix) {
      this.work = work;
      this.matrix = matrix;
    }

    /**
     * Writes the columns of some images.
     *
     * @param images the address of the first channel of the first image
     */
    public void write(long images) {
      if (arrays != null && WarmUp.TURN.isDone() && WarmUp.COPY.isDone()) {
        arrays = null;
      }
      ColumnLoops loops = arrays == null ? vectors : arrays;
      if (isTurnedOnly()) {
        loops.turn(images, planes.getFirst(), count, channels, matrix, pitch);
        return;
      }
      for (int i = 0; i < planes.size(); i++) {
        loops.turn(images, planes.get(i), count, channels, plane(i), planePitch);
      }
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        long from = plane(cell.plane()) + (long) cell.shift() * ELEMENT;
        long to = matrix + i * channels * pitch;
        loops.copy(from, planePitch, cell.mask(), count, channels, to, pitch);
      }
    }

    private long plane(int number) {
      return work + number * channels * planePitch + margin;
    }
  }
}
