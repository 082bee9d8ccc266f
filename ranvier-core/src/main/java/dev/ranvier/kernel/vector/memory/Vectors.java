package dev.ranvier.kernel.vector.memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the machine's preferred length at addresses. */
public final class Vectors {
  public static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  public static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** As many 16-bit numbers as the other vectors have elements. */
  public static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  /** Elements of a vector. */
  public static final int LANES = FLOATS.length();

  /** Bytes of a vector. */
  public static final int BYTES = FLOATS.vectorByteSize();

  private Vectors() {}

  /** How many vectors {@code bytes} bytes are. */
  public static int count(long bytes) {
    return (int) (bytes / BYTES);
  }

  public static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, AllMemory.ALL, address, AllMemory.ORDER);
  }

  public static void store(FloatVector vector, long address) {
    vector.intoMemorySegment(AllMemory.ALL, address, AllMemory.ORDER);
  }

  public static void store(IntVector vector, long address) {
    vector.intoMemorySegment(AllMemory.ALL, address, AllMemory.ORDER);
  }

  public static ShortVector loadShorts(long address) {
    return ShortVector.fromMemorySegment(SHORTS, AllMemory.ALL, address, AllMemory.ORDER);
  }

  public static void store(ShortVector vector, long address) {
    vector.intoMemorySegment(AllMemory.ALL, address, AllMemory.ORDER);
  }

  /** The numbers whose bf16 bits are given. */
  public static FloatVector widened(ShortVector bits) {
    return ((IntVector) bits.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
        .lanewise(VectorOperators.LSHL, Short.SIZE)
        .reinterpretAsFloats();
  }

  /** The upper halves of numbers, as bf16 bits: exact for numbers that were bf16. */
  public static ShortVector upperHalves(IntVector bits) {
    return (ShortVector)
        bits.lanewise(VectorOperators.LSHR, Short.SIZE)
            .convertShape(VectorOperators.I2S, SHORTS, 0);
  }

  /** The bits of the nearest bf16 numbers, ties to even; NaN stays NaN. */
  public static ShortVector rounded(FloatVector values) {
    return upperHalves(roundedBits(values));
  }

  /** The same in the upper halves; the lower ones may be anything. */
  public static IntVector roundedBits(FloatVector values) {
    IntVector bits = values.reinterpretAsInts();
    IntVector odd = bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(1);
    IntVector nearest = bits.add(odd).add(0x7FFF);
    VectorMask<Float> isNaN = values.test(VectorOperators.IS_NAN);
    return nearest.blend(Float.floatToIntBits(Float.NaN), isNaN.cast(INTS));
  }
}
