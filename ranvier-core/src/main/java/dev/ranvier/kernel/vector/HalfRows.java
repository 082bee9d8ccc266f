package dev.ranvier.kernel.vector;

import static dev.ranvier.kernel.vector.Native.ALL;
import static dev.ranvier.kernel.vector.Native.ORDER;
import static dev.ranvier.kernel.vector.Vectors.BYTES;
import static dev.ranvier.kernel.vector.Vectors.FLOATS;
import static dev.ranvier.kernel.vector.Vectors.INTS;
import static dev.ranvier.kernel.vector.Vectors.LANES;
import static dev.ranvier.kernel.vector.Vectors.SHORTS;

import dev.ranvier.tensor.DType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of numbers between f32 in work memory and the type in which a tensor stores them, f32 or
 * bf16. Rounding is to the nearest, ties to even. Lengths are multiples of the vectors'.
 */
final class HalfRows {
  private static final int SHIFT = 16;
  private static final int JUST_BELOW_HALF = 0x7FFF;
  private static final int QUIET_NAN = 0x0040;

  private HalfRows() {}

  /** Reads stored numbers. */
  static void load(long from, DType stored, long to, int count) {
    if (stored == DType.F32) {
      PlainElements.copy(from, to, count);
      return;
    }
    long target = to;
    for (int i = 0; i < count; i += LANES) {
      ShortVector.fromMemorySegment(SHORTS, ALL, from + 2L * i, ORDER)
          .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)
          .reinterpretAsInts()
          .lanewise(VectorOperators.LSHL, SHIFT)
          .intoMemorySegment(ALL, target, ORDER);
      target += BYTES;
    }
  }

  /** Stores numbers. */
  static void store(long from, long to, DType stored, int count) {
    if (stored == DType.F32) {
      PlainElements.copy(from, to, count);
      return;
    }
    long source = from;
    for (int i = 0; i < count; i += LANES) {
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, source, ORDER);
      IntVector bits = value.reinterpretAsInts();
      IntVector high = bits.lanewise(VectorOperators.LSHR, SHIFT);
      IntVector rounded =
          bits.add(high.and(1)).add(JUST_BELOW_HALF).lanewise(VectorOperators.LSHR, SHIFT);
      rounded
          .blend(high.or(QUIET_NAN), value.test(VectorOperators.IS_NAN).cast(INTS))
          .convertShape(VectorOperators.I2S, SHORTS, 0)
          .reinterpretAsShorts()
          .intoMemorySegment(ALL, to + 2L * i, ORDER);
      source += BYTES;
    }
  }
}
