package dev.ranvier.data;

import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a table as a model learned them, and the scale of its targets: what is needed to
 * read another table for the model.
 *
 * <pre>{@code
 * TrainedModel prices = ModelFile.load(folder);
 * Tensor inputs = prices.schema().inputs(Path.of("more.csv"), prices.normalizer());
 * }</pre>
 *
 * @param inputs the columns that the model predicts from, in the order of their numbers
 * @param targets the columns that it predicts
 * @param scale how targets are scaled
 * @param layout how the table was laid out
 */
public record TableSchema(
    List<InputColumn> inputs, List<TargetColumn> targets, TargetScale scale, TableLayout layout) {
  /** Of examples that are from no table, with targets as they are. */
  public static final TableSchema NONE =
      new TableSchema(
          List.of(),
          List.of(),
          TargetScale.NONE,
          new TableLayout(new CsvFormat(), false, 0, MissingCells.REFUSE));

  /** Copies the lists. */
  public TableSchema {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
  }

  /** Whether it says what columns there are. */
  public boolean isKnown() {
    return !inputs.isEmpty();
  }

  /** The same columns with another scale of the targets. */
  public TableSchema withScale(TargetScale other) {
    return new TableSchema(inputs, targets, other, layout);
  }

  /**
   * The inputs of a table's lines, read as the model's own were: columns are found by their names
   * and those that the model does not need are ignored.
   *
   * @param file a CSV file
   * @param normalizer is applied in double precision, before numbers are rounded
   * @return f32 [lines, numbers of an input]
   * @throws DataException when a column is missing, or a cell cannot be read
   */
  public Tensor inputs(Path file, Normalization normalizer) {
    return inputs(TableReading.inputs(file, this), normalizer);
  }

  /**
   * The inputs of a table for a model that knows no names of columns: as many columns of numbers,
   * in its order; a first line without numbers is taken for names.
   *
   * @param count how many numbers an input has
   * @return f32 [lines, count]
   */
  public static Tensor inputsInOrder(Path file, int count, Normalization normalizer) {
    return inputs(TableReading.inOrder(file, count), normalizer);
  }

  private static Tensor inputs(TableRows rows, Normalization normalizer) {
    int length = (int) rows.inputType().shape().elements();
    AffineLoop loop = AffineLoop.of(normalizer, rows.inputType());
    Tensor tensor = Tensor.zeros(TensorType.f32(rows.size(), length));
    double[] input = new double[length];
    for (int row = 0; row < rows.size(); row++) {
      rows.copyInput(row, input, 0);
      loop.apply(input, 0);
      for (int i = 0; i < length; i++) {
        tensor.setDouble((long) row * length + i, input[i]);
      }
    }
    return tensor;
  }

  /**
   * The same columns, missing cells filled by numbers of some examples.
   *
   * @param train the examples to learn from, of this schema
   * @throws DataException when a column is missing in all of them
   */
  public TableSchema fit(Dataset train) {
    MissingCells missing = layout.missing();
    boolean fills = missing != MissingCells.REFUSE && missing != MissingCells.DROP;
    return fills ? withInputs(MissingFill.of(missing, train, this)) : this;
  }

  TableSchema withInputs(List<InputColumn> others) {
    return new TableSchema(others, targets, scale, layout);
  }

  TableSchema withoutFill() {
    List<InputColumn> plain = new ArrayList<>();
    inputs.forEach(column -> plain.add(column.withFill(List.of())));
    return withInputs(plain);
  }

  /** The same examples of a table, with missing cells filled as this says. */
  public Dataset applyTo(Dataset examples) {
    return switch (examples) {
      case TableRows rows -> rows.withInputs(inputs);
      case DatasetView view -> view.over(applyTo(view.source()));
      default -> examples;
    };
  }

  /** The number of numbers of an input. */
  int width() {
    return inputs.stream().mapToInt(InputColumn::width).sum();
  }
}
