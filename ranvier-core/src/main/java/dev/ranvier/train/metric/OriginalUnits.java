package dev.ranvier.train.metric;

import dev.ranvier.data.TargetScale;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/**
 * A metric of predictions and targets that are scaled, measured in the targets' own units.
 *
 * @param metric what is measured
 * @param scale how the targets were scaled
 */
record OriginalUnits(Metric metric, TargetScale scale) implements Metric {
  @Override
  public String name() {
    return metric.name();
  }

  @Override
  public boolean greaterIsBetter() {
    return metric.greaterIsBetter();
  }

  @Override
  public void requireFitting(TensorType outputs, TensorType targets) {
    metric.requireFitting(outputs, targets);
  }

  @Override
  public Metric forScale(TargetScale other) {
    return new OriginalUnits(metric, other);
  }

  @Override
  public Tally start() {
    return new Rescaled(metric.start(), scale);
  }

  /** Hands batches on in double precision: a large mean would cost the differences their digits. */
  private static final class Rescaled implements Tally {
    private final Tally inner;
    private final TargetScale scale;
    private Tensor predictions = Tensor.scalar(0);
    private Tensor targets = Tensor.scalar(0);

    Rescaled(Tally inner, TargetScale scale) {
      this.inner = inner;
      this.scale = scale;
    }

    @Override
    public void add(Tensor scaledPredictions, Tensor scaledTargets) {
      predictions = original(scaledPredictions, predictions);
      targets = original(scaledTargets, targets);
      inner.add(predictions, targets);
    }

    private Tensor original(Tensor scaled, Tensor reused) {
      Tensor original =
          reused.shape().equals(scaled.shape())
              ? reused
              : Tensor.zeros(new TensorType(DType.F64, scaled.shape()));
      int width = scale.mean().size();
      for (long i = 0; i < scaled.shape().elements(); i++) {
        original.setDouble(i, scale.original((int) (i % width), scaled.getDouble(i)));
      }
      return original;
    }

    @Override
    public double value() {
      return inner.value();
    }

    @Override
    public double[] counted() {
      return inner.counted();
    }

    @Override
    public void restore(double[] counted) {
      inner.restore(counted);
    }
  }
}
