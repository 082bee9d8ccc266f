package dev.ranvier.kernel.vector;

import static dev.ranvier.kernel.vector.Native.ALL;
import static dev.ranvier.kernel.vector.Native.ORDER;
import static dev.ranvier.kernel.vector.Vectors.INTS;
import static dev.ranvier.kernel.vector.Vectors.LANES;
import static dev.ranvier.kernel.vector.Vectors.SHORTS;
import static dev.ranvier.kernel.vector.Vectors.load;
import static dev.ranvier.kernel.vector.Vectors.roundedBits;

import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of the Vector API, a hundred times slower than others until HotSpot has compiled them. Not
 * for use by two threads at once.
 *
 * <p>A block is as many channels as a vector of integers has lanes, and twice as many pixels: two
 * neighbouring ones share a lane. Turning it exchanges smaller and smaller blocks, two rows at a
 * time: first every second lane of neighbouring rows, then every second pair of lanes, and so on.
 */
final class VectorColumnLoops implements ColumnLoops {
  /** Pixels that are turned together. */
  private static final int PIXELS = 2 * LANES;

  private static final int UPPER_HALF = 0xFFFF << Short.SIZE;

  private static final VectorSpecies<Short> WIDE = ShortVector.SPECIES_PREFERRED;

  /** For every distance of rows, the lanes of both that make up the first, then the second. */
  private static final int[] FIRST = new int[LANES * Integer.numberOfTrailingZeros(LANES)];

  private static final int[] SECOND = new int[FIRST.length];

  static {
    for (int stage = 0; stage < FIRST.length / LANES; stage++) {
      int distance = 1 << stage;
      for (int lane = 0; lane < LANES; lane++) {
        boolean upper = (lane & distance) != 0;
        FIRST[stage * LANES + lane] = upper ? LANES + lane - distance : lane;
        SECOND[stage * LANES + lane] = upper ? LANES + lane : lane + distance;
      }
    }
  }

  private static final int COUNT = 16 * BLOCK;

  private static final short[] MASK = new short[COUNT];

  private static final int[] PIXELS_OF_WARM_UP = new int[COUNT];

  private final int[] block = new int[LANES * LANES];

  @Override
  public void turn(long images, int[] pixels, int count, int channels, long to, long pitch) {
    for (int c = 0; c < channels; c += LANES) {
      for (int p = 0; p < count; p += PIXELS) {
        loadPixels(images + (long) c * Short.BYTES, pixels, p);
        exchange();
        store(to + c * pitch + (long) p * Short.BYTES, pitch);
      }
    }
  }

  private void loadPixels(long images, int[] pixels, int first) {
    for (int i = 0; i < LANES; i++) {
      IntVector lower = integers(images + pixels[first + 2 * i]);
      IntVector upper = integers(images + pixels[first + 2 * i + 1]);
      upper
          .lanewise(VectorOperators.LSHL, Short.SIZE)
          .lanewise(VectorOperators.OR, lower)
          .intoArray(block, i * LANES);
    }
  }

  private static IntVector integers(long address) {
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, ALL, address, ORDER)
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
  }

  @Override
  public void turnRounded(long images, int[] pixels, int count, int channels, long to, long pitch) {
    for (int c = 0; c < channels; c += LANES) {
      for (int p = 0; p < count; p += PIXELS) {
        loadRounded(images + (long) c * Float.BYTES, pixels, p);
        exchange();
        store(to + c * pitch + (long) p * Short.BYTES, pitch);
      }
    }
  }

  private void loadRounded(long images, int[] pixels, int first) {
    for (int i = 0; i < LANES; i++) {
      IntVector lower = roundedBits(load(images + pixels[first + 2 * i]));
      IntVector upper = roundedBits(load(images + pixels[first + 2 * i + 1]));
      lower
          .lanewise(VectorOperators.LSHR, Short.SIZE)
          .lanewise(VectorOperators.OR, upper.and(UPPER_HALF))
          .intoArray(block, i * LANES);
    }
  }

  private void exchange() {
    for (int stage = 0, distance = 1; distance < LANES; stage++, distance *= 2) {
      IntVector ofFirst = IntVector.fromArray(INTS, FIRST, stage * LANES);
      IntVector ofSecond = IntVector.fromArray(INTS, SECOND, stage * LANES);
      for (int i = 0; i < LANES / 2; i++) {
        int row = (i & -distance) + i; // the i-th row without the bit of the distance
        int a = row * LANES;
        int b = a + distance * LANES;
        IntVector first = IntVector.fromArray(INTS, block, a);
        IntVector second = IntVector.fromArray(INTS, block, b);
        ofFirst.selectFrom(first, second).intoArray(block, a);
        ofSecond.selectFrom(first, second).intoArray(block, b);
      }
    }
  }

  private void store(long to, long pitch) {
    for (int i = 0; i < LANES; i++) {
      IntVector.fromArray(INTS, block, i * LANES).intoMemorySegment(ALL, to + i * pitch, ORDER);
    }
  }

  @Override
  public void copy(
      long from, long fromPitch, short[] mask, int count, int rows, long to, long toPitch) {
    for (int row = 0; row < rows; row++) {
      long source = from + row * fromPitch;
      long target = to + row * toPitch;
      for (int p = 0; p < count; p += WIDE.length()) {
        ShortVector.fromMemorySegment(WIDE, ALL, source + (long) p * Short.BYTES, ORDER)
            .lanewise(VectorOperators.AND, ShortVector.fromArray(WIDE, mask, p))
            .intoMemorySegment(ALL, target + (long) p * Short.BYTES, ORDER);
      }
    }
  }

  /**
   * What gets a loop compiled in the background before it is used.
   *
   * <p>Each call of a loop is followed by calls that find nothing to do: HotSpot's last compiler
   * comes after thousands of calls. Rows are as long as in real use, as it unrolls loops that it
   * has seen run for long.
   */
  enum WarmUp {
    /** {@link #turn}. */
    TURN(
        (loops, from, to, size) ->
            loops.turn(from, PIXELS_OF_WARM_UP, COUNT, size, to, COUNT * Short.BYTES)),
    /** {@link #turnRounded}. */
    TURN_ROUNDED(
        (loops, from, to, size) ->
            loops.turnRounded(from, PIXELS_OF_WARM_UP, COUNT, size, to, COUNT * Short.BYTES)),
    /** {@link #copy}. */
    COPY(
        (loops, from, to, size) ->
            loops.copy(from, COUNT * Short.BYTES, MASK, COUNT, size, to, COUNT * Short.BYTES));

    private static final int EMPTY_CALLS = 200;

    private final Use use;
    private final AtomicBoolean ordered = new AtomicBoolean();
    private volatile boolean done;

    WarmUp(Use use) {
      this.use = use;
    }

    /** Begins, once; whether the loop has been compiled. */
    boolean isDone() {
      if (!done && ordered.compareAndSet(false, true)) {
        Background.warmUp(small(), () -> done = true);
      }
      return done;
    }

    private Runnable small() {
      long bytes = (long) LANES * COUNT * Float.BYTES;
      MemorySegment memory = NativeMemory.allocate(2 * bytes);
      VectorColumnLoops loops = new VectorColumnLoops();
      return () -> {
        long from = memory.address();
        use.on(loops, from, from + bytes, LANES);
        for (int i = 0; i < EMPTY_CALLS; i++) {
          use.on(loops, from, from + bytes, 0);
        }
      };
    }

    @FunctionalInterface
    private interface Use {
      void on(VectorColumnLoops loops, long from, long to, int size);
    }
  }
}
