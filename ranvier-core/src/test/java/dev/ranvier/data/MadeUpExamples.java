package dev.ranvier.data;

import dev.ranvier.tensor.Shape;
import java.util.List;

/** Small sets of examples for tests. */
public final class MadeUpExamples {
  private MadeUpExamples() {}

  /**
   * {@code size} rows of two numbers, {@code index} and {@code −index}, to predict {@code
   * 10·index}.
   */
  static TableDataset numbered(int size) {
    float[] inputs = new float[2 * size];
    float[] targets = new float[size];
    for (int i = 0; i < size; i++) {
      inputs[2 * i] = i;
      inputs[2 * i + 1] = -i;
      targets[i] = 10 * i;
    }
    return TableDataset.regression(Shape.of(2), inputs, Shape.of(1), targets);
  }

  /** {@code size} random grey images of 6 by 5 pixels in three classes. */
  static ImageDataset images(int size) {
    byte[] pixels = new byte[size * 30];
    new java.util.Random(1).nextBytes(pixels);
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 3;
    }
    return new ImageDataset(Shape.of(6, 5, 1), pixels, labels, List.of("a", "b", "c"));
  }

  /** The input of an example. */
  public static float[] input(Dataset dataset, int index) {
    float[] input = new float[(int) dataset.inputType().shape().elements()];
    dataset.copyInput(index, input, 0);
    return input;
  }

  /** The target of an example. */
  static float[] target(Dataset dataset, int index) {
    float[] target = new float[(int) dataset.targetType().shape().elements()];
    dataset.copyTarget(index, target, 0);
    return target;
  }
}
