package dev.ranvier.kernel.vector.packing;

import static dev.ranvier.kernel.vector.memory.AllMemory.ALL;
import static dev.ranvier.kernel.vector.memory.AllMemory.ORDER;
import static dev.ranvier.kernel.vector.memory.Vectors.INTS;
import static dev.ranvier.kernel.vector.memory.Vectors.LANES;
import static dev.ranvier.kernel.vector.memory.Vectors.SHORTS;

import dev.ranvier.kernel.vector.loop.WarmUp;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of the Vector API, a hundred times slower than others until HotSpot has compiled them. Not
 * for use by two threads at once.
 *
 * <p>A block is as many channels as a vector of integers has lanes, and twice as many pixels: two
 * neighbouring ones share a lane.
 */
public final class VectorTransposeLoops implements TransposeLoops {
  /** Pixels that are transposed together. */
  private static final int PIXELS = 2 * LANES;

  private static final VectorSpecies<Short> WIDE = ShortVector.SPECIES_PREFERRED;

  private static final int COUNT = 16 * BLOCK;

  private static final short[] MASK = new short[COUNT];

  private static final int[] WARM_UP_PIXELS = new int[COUNT];

  /** For {@link #transpose}. */
  static final WarmUp TRANSPOSE =
      new WarmUp(
          () -> {
            Work work = new Work();
            return size ->
                work.loops.transpose(work.from, WARM_UP_PIXELS, COUNT, size, work.to, Work.PITCH);
          });

  /** For {@link #copy}. */
  static final WarmUp COPY =
      new WarmUp(
          () -> {
            Work work = new Work();
            return size ->
                work.loops.copy(work.from, Work.PITCH, MASK, COUNT, size, work.to, Work.PITCH);
          });

  private final RegisterTranspose block = new RegisterTranspose();

  @Override
  public void transpose(long images, int[] pixels, int count, int channels, long to, long pitch) {
    for (int p = 0; p < count; p += PIXELS) {
      for (int c = 0; c < channels; c += LANES) {
        loadPixels(images + (long) c * Short.BYTES, pixels, p);
        block.transpose();
        block.store(to + c * pitch + (long) p * Short.BYTES, pitch);
      }
    }
  }

  private void loadPixels(long images, int[] pixels, int first) {
    for (int i = 0; i < LANES; i++) {
      IntVector lower = integers(images + pixels[first + 2 * i]);
      IntVector upper = integers(images + pixels[first + 2 * i + 1]);
      block.set(
          i, upper.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.OR, lower));
    }
  }

  private static IntVector integers(long address) {
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, ALL, address, ORDER)
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
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

  /** What a warm-up works on. */
  private static final class Work {
    private static final long PITCH = COUNT * Short.BYTES;

    private final MemorySegment memory = NativeMemory.allocate(2 * LANES * PITCH);
    private final long from = memory.address();
    private final long to = from + LANES * PITCH;
    private final VectorTransposeLoops loops = new VectorTransposeLoops();
  }
}
