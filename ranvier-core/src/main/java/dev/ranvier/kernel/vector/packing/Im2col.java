package dev.ranvier.kernel.vector.packing;

import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The im2col matrix of some bf16 images and neighbouring channels: a column holds what the window
 * sees at one output pixel.
 *
 * <p>Formula: a[(i, j, c), (n, r, q)] = x[n, r·s + i − t, q·s + j − l, c], or 0 beyond the image,
 * with the window's step s and t rows and l columns of zeros before the image. Shapes: x [N, H, W,
 * C], a [rows·columns·channels, N·H'·W'], with one output pixel for every step of the window in the
 * image: H = s·H', W = s·W'. Rows of a lie {@link #pitch} bytes apart.
 *
 * <p>Every image is a few planes of H' by W' pixels, which lie a step apart. Planes are transposed,
 * so that a channel is a row; a row of a is a row of a plane, moved by some pixels, and with zeros
 * where it was moved out of the image.
 *
 * <p>Where an image is taken by itself and its rows are whole cache lines, rows of the window share
 * what they see: planes are moved sideways only, with rows of zeros above and below. What a row of
 * the window sees then begins at one of the {@link #starts} of the same matrix.
 */
public final class Im2col {
  /** What channels are counted in. */
  public static final int CHANNEL_STEP = TransposeLoops.CHANNEL_STEP;

  private static final int CACHE_LINE = 64;

  private static final int ELEMENT = DType.BF16.bytes();

  private final Shape images;
  private final Pair stride;
  private final int rows;
  private final int columns;
  private final int channels;
  private final int count;
  private final int length;
  private final long pitch;
  private final long planePitch;
  private final long margin;
  private final long[] starts;
  private final List<Copy> copies = new ArrayList<>();
  private final List<int[]> planes = new ArrayList<>();

  /**
   * A plane that was moved.
   *
   * @param plane which
   * @param shift by how many pixels it was moved ahead
   * @param mask where it has a pixel then
   */
  private record Copy(int plane, int shift, short[] mask) {}

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
  public Im2col(Shape images, Pair window, Pair stride, Pair before, int channels, int number) {
    this.images = images;
    this.stride = stride;
    this.channels = channels;
    rows = images.size(1) / stride.rows();
    columns = images.size(2) / stride.columns();
    count = number * rows * columns;
    if (number == 1 && areShared(images, window, stride)) {
      starts = new long[window.rows()];
      Arrays.setAll(starts, i -> (long) i * columns * ELEMENT);
      length = count + (window.rows() - 1) * columns;
      moveSideways(window, before);
    } else {
      starts = new long[] {0};
      length = count;
      moveEachTap(window, before);
    }
    int farthest = 0;
    for (Copy copy : copies) {
      farthest = Math.max(farthest, Math.max(-copy.shift(), copy.shift() + length - count));
    }
    // Starts of rows that lie a power of two apart would share the same few lines of the cache.
    pitch = (long) whole(length) * ELEMENT + CACHE_LINE;
    margin = isTransposeOnly() ? 0 : lines((long) farthest * ELEMENT);
    planePitch = (long) whole(count) * ELEMENT + CACHE_LINE + 2 * margin;
  }

  private void moveEachTap(Pair window, Pair before) {
    List<Pair> phases = new ArrayList<>();
    for (int i = 0; i < window.rows(); i++) {
      for (int j = 0; j < window.columns(); j++) {
        int row = i - before.rows();
        int column = j - before.columns();
        Pair phase =
            new Pair(Math.floorMod(row, stride.rows()), Math.floorMod(column, stride.columns()));
        if (!phases.contains(phase)) {
          phases.add(phase);
          planes.add(pixels(phase));
        }
        int down = Math.floorDiv(row, stride.rows());
        int right = Math.floorDiv(column, stride.columns());
        short[] mask = mask(p -> p / columns % rows + down, right);
        copies.add(new Copy(phases.indexOf(phase), down * columns + right, mask));
      }
    }
  }

  private void moveSideways(Pair window, Pair before) {
    planes.add(pixels(new Pair(0, 0)));
    int down = -before.rows();
    for (int j = 0; j < window.columns(); j++) {
      int right = j - before.columns();
      short[] mask = mask(p -> p / columns + down, right);
      copies.add(new Copy(0, down * columns + right, mask));
    }
  }

  /** Whether a single image can be moved sideways only, for windows of several rows. */
  public static boolean areShared(Shape images, Pair window, Pair stride) {
    return window.rows() > 1
        && stride.equals(Pair.ONE)
        && (long) images.size(2) * ELEMENT % CACHE_LINE == 0;
  }

  /**
   * Whether columns can be written: there is an output pixel at every step, and there are vectors.
   */
  public static boolean arePossible(Shape images, Pair stride, Pair output) {
    return TransposeLoops.haveVectors()
        && images.size(1) == stride.rows() * output.rows()
        && images.size(2) == stride.columns() * output.columns();
  }

  /**
   * Byte offsets of the pixels that lie a step apart; what fills up the last block is the first.
   */
  private int[] pixels(Pair phase) {
    int[] offsets = new int[whole(count)];
    for (int p = 0; p < count; p++) {
      int image = p / (rows * columns);
      int row = p / columns % rows * stride.rows() + phase.rows();
      int column = p % columns * stride.columns() + phase.columns();
      int pixel = (image * images.size(1) + row) * images.size(2) + column;
      offsets[p] = Math.toIntExact((long) pixel * images.size(3) * ELEMENT);
    }
    return offsets;
  }

  /**
   * Where there is a pixel.
   *
   * @param row the row of a plane that a number of a row lies in
   * @param right columns by which the plane was moved
   */
  private short[] mask(IntUnaryOperator row, int right) {
    short[] mask = new short[whole(length)];
    for (int p = 0; p < length; p++) {
      int r = row.applyAsInt(p);
      int q = p % columns + right;
      mask[p] = (short) (r >= 0 && r < rows && q >= 0 && q < columns ? -1 : 0);
    }
    return mask;
  }

  private static int whole(int elements) {
    return Math.ceilDiv(elements, TransposeLoops.BLOCK) * TransposeLoops.BLOCK;
  }

  /** With a single, unshifted tap, the plane is the result. */
  private boolean isTransposeOnly() {
    return copies.size() == 1 && copies.getFirst().shift() == 0 && length == count;
  }

  /** Rows of the matrix. */
  public int rows() {
    return copies.size() * channels;
  }

  /** Where in the matrix begins what each row of the window sees, or all of them, in bytes. */
  public long[] starts() {
    return starts.clone();
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
    return isTransposeOnly() ? 0 : planes.size() * channels * planePitch;
  }

  private static long lines(long bytes) {
    return Math.ceilDiv(bytes, CACHE_LINE) * CACHE_LINE;
  }

  /** What writes columns; not for use by two threads at once. */
  public Writer writer(long work, long matrix) {
    return new Writer(work, matrix);
  }

  /** Writes columns to the same memory again and again; allocates nothing once it is warm. */
  public final class Writer {
    private final long work;
    private final long matrix;
    private final TransposeLoops vectors = new VectorTransposeLoops();
    private TransposeLoops arrays = new ArrayTransposeLoops(channels, length);

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
      if (arrays != null
          && VectorTransposeLoops.TRANSPOSE.isDone()
          && VectorTransposeLoops.COPY.isDone()) {
        arrays = null;
      }
      TransposeLoops loops = arrays == null ? vectors : arrays;
      if (isTransposeOnly()) {
        loops.transpose(images, planes.getFirst(), count, channels, matrix, pitch);
        return;
      }
      for (int i = 0; i < planes.size(); i++) {
        loops.transpose(images, planes.get(i), count, channels, plane(i), planePitch);
      }
      for (int i = 0; i < copies.size(); i++) {
        Copy copy = copies.get(i);
        long from = plane(copy.plane()) + (long) copy.shift() * ELEMENT;
        long to = matrix + i * channels * pitch;
        loops.copy(from, planePitch, copy.mask(), length, channels, to, pitch);
      }
    }

    private long plane(int number) {
      return work + number * channels * planePitch + margin;
    }
  }
}
