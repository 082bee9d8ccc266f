package dev.ranvier.data;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Examples held as floats: rows of a table, time series, anything that is not bytes.
 *
 * <p>The arrays are kept, not copied.
 */
public final class TableDataset implements Dataset {
  private final TensorType inputType;
  private final TensorType targetType;
  private final float[] inputs;
  private final float[] targets;
  private final List<String> classNames;
  private final int size;

  private TableDataset(
      TensorType inputType,
      TensorType targetType,
      float[] inputs,
      float[] targets,
      List<String> classNames) {
    this.inputType = inputType;
    this.targetType = targetType;
    this.inputs = inputs;
    this.targets = targets;
    this.classNames = List.copyOf(classNames);
    this.size = (int) (targets.length / targetType.shape().elements());
    if (size == 0
        || size * inputType.shape().elements() != inputs.length
        || size * targetType.shape().elements() != targets.length) {
      throw new DataException(
          "table: inputs "
              + inputType
              + " and targets "
              + targetType
              + " need as many of one as of the other, got "
              + inputs.length
              + " and "
              + targets.length
              + " numbers");
    }
  }

  /**
   * Examples with a class each.
   *
   * @param shape the shape of one input, for a table {@code [features]}
   * @param inputs the numbers of all inputs, one input after the other
   * @param labels the class index of each input
   * @param classNames what the classes are called
   * @throws DataException when the sizes do not agree or a label has no class
   */
  public static TableDataset classification(
      Shape shape, float[] inputs, int[] labels, List<String> classNames) {
    Labels.requireInRange("table", labels, classNames.size());
    float[] targets = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      targets[i] = labels[i];
    }
    return new TableDataset(
        TensorType.f32(shape.toArray()), TensorType.i32(), inputs, targets, classNames);
  }

  /**
   * Examples with numbers to predict.
   *
   * @param shape the shape of one input, for a table {@code [features]}
   * @param inputs the numbers of all inputs, one input after the other
   * @param targetShape the shape of one target, for a single number {@code [1]}
   * @param targets the numbers of all targets, one target after the other
   * @throws DataException when the sizes do not agree
   */
  public static TableDataset regression(
      Shape shape, float[] inputs, Shape targetShape, float[] targets) {
    return new TableDataset(
        TensorType.f32(shape.toArray()),
        TensorType.f32(targetShape.toArray()),
        inputs,
        targets,
        List.of());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public TensorType inputType() {
    return inputType;
  }

  @Override
  public TensorType targetType() {
    return targetType;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    int length = inputs.length / size;
    System.arraycopy(inputs, index * length, destination, offset, length);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    int length = targets.length / size;
    System.arraycopy(targets, index * length, destination, offset, length);
  }
}
