package dev.ranvier.data;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
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
  private final List<TargetColumn> targetColumns;
  private final int size;

  private TableDataset(
      TensorType inputType,
      TensorType targetType,
      float[] inputs,
      float[] targets,
      List<String> classNames,
      List<TargetColumn> targetColumns) {
    this.inputType = inputType;
    this.targetType = targetType;
    this.inputs = inputs;
    this.targets = targets;
    this.classNames = List.copyOf(classNames);
    this.targetColumns = List.copyOf(targetColumns);
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
        TensorType.f32(shape.toArray()), TensorType.i32(), inputs, targets, classNames, List.of());
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
        List.of(),
        List.of());
  }

  /**
   * Rows of numbers with a class each; classes are called by their numbers.
   *
   * @param rows the inputs, all of one length
   * @param classes the class index of each row, from 0
   * @throws DataException when there are no rows, their lengths differ, there are not as many
   *     classes, or one is below 0
   */
  public static TableDataset of(float[][] rows, int[] classes) {
    float[] inputs = flat("rows", rows);
    int most = Arrays.stream(classes).max().orElse(0);
    List<String> names = Dataset.numberedClasses(most + 1);
    return classification(Shape.of(rows[0].length), inputs, classes, names);
  }

  /**
   * Rows of numbers with some numbers to predict.
   *
   * @param rows the inputs, all of one length
   * @param targets the numbers to predict, as many for each row
   * @throws DataException when there are no rows, lengths differ, or there are not as many targets
   */
  public static TableDataset of(float[][] rows, float[][] targets) {
    float[] inputs = flat("rows", rows);
    float[] outputs = flat("targets", targets);
    return regression(Shape.of(rows[0].length), inputs, Shape.of(targets[0].length), outputs);
  }

  private static float[] flat(String what, float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new DataException("table: needs " + what + " with numbers, got none");
    }
    int length = rows[0].length;
    float[] all = new float[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != length) {
        throw new DataException(
            String.format(
                "table: needs %s of one length, got %d numbers in number 1 and %d in number %d",
                what, length, rows[i].length, i + 1));
      }
      System.arraycopy(rows[i], 0, all, i * length, length);
    }
    return all;
  }

  /**
   * Examples with some things to predict, each a class or a number. One class alone makes examples
   * with a class each, one number alone examples with a number; otherwise a target is f32 [columns]
   * in which a class is its index.
   *
   * @param shape the shape of one input, for a table {@code [features]}
   * @param inputs the numbers of all inputs, one input after the other
   * @param columns what is to be predicted, at least one thing
   * @param values the class indices or numbers of each of them, one an example
   * @throws DataException when the sizes do not agree or a class index has no class
   */
  public static TableDataset of(
      Shape shape, float[] inputs, List<TargetColumn> columns, List<float[]> values) {
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).classNames().isEmpty()) {
        Labels.requireInRange(
            "table: " + columns.get(i).name(),
            labels(values.get(i)),
            columns.get(i).classNames().size());
      }
    }
    if (columns.size() == 1 && !columns.getFirst().classNames().isEmpty()) {
      return classification(
          shape, inputs, labels(values.getFirst()), columns.getFirst().classNames());
    }
    float[] targets = new float[columns.size() * values.getFirst().length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = values.get(i % columns.size())[i / columns.size()];
    }
    return new TableDataset(
        TensorType.f32(shape.toArray()),
        TensorType.f32(columns.size()),
        inputs,
        targets,
        List.of(),
        columns.size() == 1 ? List.of() : columns);
  }

  private static int[] labels(float[] indices) {
    int[] labels = new int[indices.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) indices[i];
    }
    return labels;
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
  public List<TargetColumn> targetColumns() {
    return targetColumns;
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
