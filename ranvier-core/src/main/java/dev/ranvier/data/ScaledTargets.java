package dev.ranvier.data;

/** A view whose targets are scaled while they are read. */
record ScaledTargets(Dataset source, TargetScale scale, double[] mean, double[] deviation)
    implements DatasetView {
  static ScaledTargets of(Dataset source, TargetScale scale) {
    long width = source.targetType().shape().elements();
    if (scale.mean().size() != width) {
      throw new DataException(
          "targets: a scale of "
              + scale.mean().size()
              + " numbers does not suit targets "
              + source.targetType()
              + "; was it fitted on other data?");
    }
    return new ScaledTargets(
        source, scale, Doubles.of(scale.mean()), Doubles.of(scale.deviation()));
  }

  @Override
  public Dataset over(Dataset other) {
    return new ScaledTargets(other, scale, mean, deviation);
  }

  @Override
  public TableSchema schema() {
    return source.schema().withScale(scale);
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public boolean weighted() {
    return source.weighted();
  }

  @Override
  public float weight(int index) {
    return source.weight(index);
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    source.copyInput(index, destination, offset);
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    source.copyInput(index, destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    double[] target = new double[mean.length];
    copyTarget(index, target, 0);
    Doubles.round(target, destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    source.copyTarget(index, destination, offset);
    for (int i = 0; i < mean.length; i++) {
      destination[offset + i] = (destination[offset + i] - mean[i]) / deviation[i];
    }
  }
}
