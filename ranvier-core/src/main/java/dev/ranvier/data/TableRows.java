package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * The lines of a table as examples, in double precision.
 *
 * @param schema the columns
 * @param inputs the numbers of each column of inputs, or the indices of its categories; not a
 *     number where a cell is missing
 * @param targets the numbers of each target, or the indices of its classes
 * @param size how many lines there are
 */
record TableRows(TableSchema schema, double[][] inputs, double[][] targets, int size)
    implements Dataset {

  /** The same lines with missing cells filled otherwise. */
  TableRows withInputs(List<InputColumn> columns) {
    return new TableRows(schema.withInputs(columns), inputs, targets, size);
  }

  @Override
  public TensorType inputType() {
    return TensorType.f32(schema.width());
  }

  @Override
  public TensorType targetType() {
    return isClassification() ? TensorType.i32() : TensorType.f32(targets.length);
  }

  private boolean isClassification() {
    return schema.targets().size() == 1 && !schema.targets().getFirst().classNames().isEmpty();
  }

  @Override
  public List<String> classNames() {
    return isClassification() ? schema.targets().getFirst().classNames() : List.of();
  }

  @Override
  public List<TargetColumn> targetColumns() {
    return targets.length > 1 ? schema.targets() : List.of();
  }

  @Override
  public boolean isDouble() {
    return true;
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    int place = offset;
    for (int i = 0; i < inputs.length; i++) {
      int width = schema.inputs().get(i).width();
      for (int j = 0; j < width; j++) {
        destination[place++] = number(i, j, index);
      }
    }
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    int place = offset;
    for (int i = 0; i < inputs.length; i++) {
      int width = schema.inputs().get(i).width();
      for (int j = 0; j < width; j++) {
        destination[place++] = (float) number(i, j, index);
      }
    }
  }

  /** A number that a column makes of a line: its own, or whether it is of a category. */
  private double number(int place, int category, int index) {
    InputColumn column = schema.inputs().get(place);
    double value = inputs[place][index];
    if (!column.categories().isEmpty()) {
      return value == category ? 1 : 0;
    }
    return Double.isNaN(value) && !column.fill().isEmpty() ? column.fill().getFirst() : value;
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    for (int i = 0; i < targets.length; i++) {
      destination[offset + i] = targets[i][index];
    }
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    for (int i = 0; i < targets.length; i++) {
      destination[offset + i] = (float) targets[i][index];
    }
  }
}
