package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/** A view of some examples of another set. */
final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] indices;

  private Subset(Dataset whole, int[] indices) {
    this.whole = whole;
    this.indices = indices;
  }

  static Subset of(Dataset whole, int[] indices) {
    if (indices.length == 0) {
      throw new DataException("subset: needs at least one example, got none");
    }
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new DataException(
            "subset: needs places from 0 to " + (whole.size() - 1) + ", got " + index);
      }
    }
    return new Subset(whole, indices.clone());
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public TensorType inputType() {
    return whole.inputType();
  }

  @Override
  public TensorType targetType() {
    return whole.targetType();
  }

  @Override
  public List<String> classNames() {
    return whole.classNames();
  }

  @Override
  public List<TargetColumn> targetColumns() {
    return whole.targetColumns();
  }

  @Override
  public boolean weighted() {
    return whole.weighted();
  }

  @Override
  public float weight(int index) {
    return whole.weight(indices[index]);
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    whole.copyInput(indices[index], destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    whole.copyTarget(indices[index], destination, offset);
  }
}
