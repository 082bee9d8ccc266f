package dev.ranvier.data;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A view that keeps the inputs it has read: what is slow to read or to map is read once. */
final class Cached implements DatasetView {
  private final Dataset source;
  private final AtomicReferenceArray<float[]> inputs;

  Cached(Dataset source) {
    this.source = source;
    this.inputs = new AtomicReferenceArray<>(source.size());
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public Dataset over(Dataset other) {
    return new Cached(other);
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
    float[] input = inputs.get(index);
    if (input == null) {
      input = new float[inputType().shape().elementCount()];
      source.copyInput(index, input, 0);
      inputs.set(index, input); // two threads at once read the same numbers
    }
    System.arraycopy(input, 0, destination, offset, input.length);
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
