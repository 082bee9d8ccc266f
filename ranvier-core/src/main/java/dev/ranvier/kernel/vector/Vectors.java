package dev.ranvier.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the machine's preferred length at addresses. */
final class Vectors {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** Elements of a vector. */
  static final int LANES = FLOATS.length();

  /** Bytes of a vector. */
  static final int BYTES = FLOATS.vectorByteSize();

  private Vectors() {}

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

  /**
   * The sum of all lanes, always in the same order; that of {@code reduceLanes} is not specified
   * and differs between the JVM's interpreter and its compilers.
   */
  static float sum(FloatVector v) {
    float sum = (v.lane(0) + v.lane(1)) + (v.lane(2) + v.lane(3));
    if (LANES >= 8) {
      sum += (v.lane(4) + v.lane(5)) + (v.lane(6) + v.lane(7));
    }
    if (LANES >= 16) {
      float third = (v.lane(8) + v.lane(9)) + (v.lane(10) + v.lane(11));
      sum += third + ((v.lane(12) + v.lane(13)) + (v.lane(14) + v.lane(15)));
    }
    return sum;
  }
}
