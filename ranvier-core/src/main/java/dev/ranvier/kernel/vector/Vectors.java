package dev.ranvier.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the machine's preferred length at addresses. */
final class Vectors {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** As many 16-bit numbers as the other vectors have elements. */
  static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  /** Elements of a vector. */
  static final int LANES = FLOATS.length();

  /** Bytes of a vector. */
  static final int BYTES = FLOATS.vectorByteSize();

  private Vectors() {}

  /** How many vectors so many bytes are. */
  static int count(long bytes) {
    return (int) (bytes / BYTES);
  }

  static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, Native.ALL, address, Native.ORDER);
  }

  static void store(FloatVector vector, long address) {
    vector.intoMemorySegment(Native.ALL, address, Native.ORDER);
  }

  static IntVector loadInts(long address) {
    return IntVector.fromMemorySegment(INTS, Native.ALL, address, Native.ORDER);
  }

  static void store(IntVector vector, long address) {
    vector.intoMemorySegment(Native.ALL, address, Native.ORDER);
  }
}
