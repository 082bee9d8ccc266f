package dev.ranvier.data;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** A view whose classes are others. */
record Relabelled(Dataset source, List<String> classNames, IntUnaryOperator classes)
    implements DatasetView {
  static Relabelled of(Dataset source, List<String> names, IntUnaryOperator classes) {
    if (source.classCount() == 0 || source.targetType().shape().rank() > 0) {
      throw new DataException("relabel: needs examples with a class each");
    }
    for (int old = 0; old < source.classCount(); old++) {
      int now = classes.applyAsInt(old);
      if (now < 0 || now >= names.size()) {
        throw new DataException(
            String.format(
                "relabel: class %d ('%s') becomes %d, expected 0 to %d",
                old, source.classNames().get(old), now, names.size() - 1));
      }
    }
    return new Relabelled(source, List.copyOf(names), classes);
  }

  @Override
  public Dataset over(Dataset other) {
    return new Relabelled(other, classNames, classes);
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
  public void copyTarget(int index, float[] destination, int offset) {
    destination[offset] = classes.applyAsInt(source.label(index));
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    source.copyInput(index, destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    destination[offset] = classes.applyAsInt(source.label(index));
  }
}
