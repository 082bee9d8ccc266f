package dev.ranvier.data;

/** A view whose examples count differently in the loss. */
final class Weighted implements DatasetView {
  private final Dataset source;
  private final float[] weights;

  private Weighted(Dataset source, float[] weights) {
    this.source = source;
    this.weights = weights;
  }

  static Weighted of(Dataset source, float[] weights) {
    if (weights.length != source.size()) {
      throw new DataException(
          "weights: needs one weight an example, "
              + source.size()
              + ", got "
              + weights.length
              + "; give 1 to those that count as usual");
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
        throw new DataException(
            "weights: each must be a finite number and at least 0, got "
                + weights[i]
                + " for example "
                + i
                + "; give 0 to an example that is not to count");
      }
      sum += weights[i];
    }
    if (sum == 0) {
      throw new DataException(
          "weights: all "
              + weights.length
              + " are 0, so that nothing would be learned; give some examples more");
    }
    return new Weighted(source, weights.clone());
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public Dataset over(Dataset other) {
    return new Weighted(other, weights);
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public boolean weighted() {
    return true;
  }

  @Override
  public float weight(int index) {
    return weights[index];
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    source.copyInput(index, destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    source.copyInput(index, destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }
}
