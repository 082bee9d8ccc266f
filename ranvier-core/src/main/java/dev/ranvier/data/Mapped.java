package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.function.UnaryOperator;

/** A view whose inputs are what a function makes of them. */
record Mapped(Dataset source, TensorType inputType, UnaryOperator<float[]> function)
    implements DatasetView {
  @Override
  public Dataset over(Dataset other) {
    return new Mapped(other, inputType, function);
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
  public boolean isDouble() {
    return false;
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    float[] input = new float[source.inputType().shape().elementCount()];
    source.copyInput(index, input, 0);
    float[] mapped = function.apply(input);
    if (mapped.length != inputType.shape().elements()) {
      throw new DataException(
          String.format(
              "map: the function made %d numbers of %s, expected %d for inputs %s",
              mapped.length, exampleName(index), inputType.shape().elements(), inputType));
    }
    System.arraycopy(mapped, 0, destination, offset, mapped.length);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    source.copyTarget(index, destination, offset);
  }
}
