package dev.ranvier.data;

import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;

/** A normalizer made ready for inputs of one type: the loop {@code y = factor · x + offset}. */
final class AffineLoop {
  private final float[] factors;
  private final float[] offsets;
  private final int length;
  private final boolean identity;

  private AffineLoop(float[] factors, float[] offsets, int length) {
    this.factors = factors;
    this.offsets = offsets;
    this.length = length;
    this.identity = factors.length == 1 && factors[0] == 1 && offsets[0] == 0;
  }

  static AffineLoop of(Normalizer normalizer, TensorType type) {
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
    float[] factors = new float[period];
    float[] offsets = new float[period];
    for (int i = 0; i < period; i++) {
      factors[i] = normalizer.factors().get(i).floatValue();
      offsets[i] = normalizer.offsets().get(i).floatValue();
    }
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
}
