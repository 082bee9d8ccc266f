package dev.ranvier.data;

/** A view whose inputs are normalized while they are read. */
record Normalized(Dataset source, AffineLoop loop) implements DatasetView {
  static Normalized of(Dataset source, Normalization normalizer) {
    return new Normalized(source, AffineLoop.of(normalizer, source.inputType()));
  }

  @Override
  public Dataset over(Dataset other) {
    return new Normalized(other, loop);
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
    if (source.isDouble()) {
      double[] exact = new double[inputType().shape().elementCount()];
      copyInput(index, exact, 0);
      Doubles.round(exact, destination, offset);
      return;
    }
    source.copyInput(index, destination, offset);
    loop.apply(destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    source.copyInput(index, destination, offset);
    loop.apply(destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }
}
