package dev.ranvier.data;

/** A view of some examples of another set. */
final class Subset implements DatasetView {
  private final Dataset source;
  private final int[] indices;

  private Subset(Dataset source, int[] indices) {
    this.source = source;
    this.indices = indices;
  }

  static Subset of(Dataset source, int[] indices) {
    if (indices.length == 0) {
      throw new DataException("subset: needs at least one example, got none");
    }
    for (int index : indices) {
      if (index < 0 || index >= source.size()) {
        throw new DataException(
            "subset: needs places from 0 to " + (source.size() - 1) + ", got " + index);
      }
    }
    return new Subset(source, indices.clone());
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public Dataset over(Dataset other) {
    return new Subset(other, indices);
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String exampleName(int index) {
    return source.exampleName(indices[index]);
  }

  @Override
  public boolean weighted() {
    return source.weighted();
  }

  @Override
  public float weight(int index) {
    return source.weight(indices[index]);
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    source.copyInput(indices[index], destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    source.copyTarget(indices[index], destination, offset);
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    source.copyInput(indices[index], destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    source.copyTarget(indices[index], destination, offset);
  }
}
