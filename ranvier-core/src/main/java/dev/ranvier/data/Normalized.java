package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/** A view whose inputs are normalized while they are read. */
record Normalized(Dataset source, AffineLoop loop) implements Dataset {
  static Normalized of(Dataset source, Normalizer normalizer) {
    return new Normalized(source, AffineLoop.of(normalizer, source.inputType()));
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public TensorType inputType() {
    return source.inputType();
  }

  @Override
  public TensorType targetType() {
    return source.targetType();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public List<TargetColumn> targetColumns() {
    return source.targetColumns();
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
    loop.apply(destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }
}
