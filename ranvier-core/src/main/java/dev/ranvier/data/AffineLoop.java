package dev.ranvier.data;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;

/** A normalizer made ready for inputs of one type: the loop {@code y = factor · x + offset}. */
final class AffineLoop {
  private final float[] factors;
  private final float[] offsets;
  private final double[] exactFactors;
  private final double[] exactOffsets;
  private final int length;
  private final boolean identity;

  private AffineLoop(double[] factors, double[] offsets, int length) {
    this.exactFactors = factors;
    this.exactOffsets = offsets;
    this.factors = Doubles.rounded(factors);
    this.offsets = Doubles.rounded(offsets);
    this.length = length;
    this.identity = factors.length == 1 && this.factors[0] == 1 && this.offsets[0] == 0;
  }

  static AffineLoop of(Normalization normalizer, TensorType type) {
    if (type.dtype() != DType.F32 && !normalizer.equals(Scale.NONE)) {
      throw new DataException(
          "normalize: inputs "
              + type
              + " are numbers of things such as characters, which cannot be scaled; leave the"
              + " normalizer out");
    }
    int period = normalizer.factors().size();
    if (period != 1 && period != InputStatistics.lastAxis(type)) {
      throw new DataException(
          "normalize: "
              + normalizer.getClass().getSimpleName()
              + " of "
              + period
              + " channels does not suit inputs "
              + type
              + ", expected 1 or "
              + InputStatistics.lastAxis(type)
              + "; was it fitted on other data?");
    }
    double[] factors = Doubles.of(normalizer.factors());
    double[] offsets = Doubles.of(normalizer.offsets());
    return new AffineLoop(factors, offsets, type.shape().elementCount());
  }

  /** Normalizes one input in place. */
  void apply(float[] values, int from) {
    if (identity) {
      return;
    }
    int period = factors.length;
    if (period == 1) {
      float factor = factors[0];
      float offset = offsets[0];
      for (int i = from; i < from + length; i++) {
        values[i] = values[i] * factor + offset;
      }
      return;
    }
    for (int start = from; start < from + length; start += period) {
      for (int i = 0; i < period; i++) {
        values[start + i] = values[start + i] * factors[i] + offsets[i];
      }
    }
  }

  /** Normalizes one input in place, in double precision. */
  void apply(double[] values, int from) {
    int period = exactFactors.length;
    for (int i = 0; i < length; i++) {
      int column = period == 1 ? 0 : i % period;
      values[from + i] = values[from + i] * exactFactors[column] + exactOffsets[column];
    }
  }
}
