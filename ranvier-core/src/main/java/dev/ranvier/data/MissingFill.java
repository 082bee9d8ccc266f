package dev.ranvier.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the numbers that stand for missing cells. */
final class MissingFill {
  private MissingFill() {}

  /** The inputs of a schema, each with the number that stands for missing ones. */
  static List<InputColumn> of(MissingCells how, Dataset train, TableSchema schema) {
    Dataset raw = schema.withoutFill().applyTo(train);
    double[] input = new double[schema.width()];
    double[][] columns = new double[schema.inputs().size()][raw.size()];
    for (int row = 0; row < raw.size(); row++) {
      raw.copyInput(row, input, 0);
      int place = 0;
      for (int i = 0; i < columns.length; i++) {
        columns[i][row] = input[place];
        place += schema.inputs().get(i).width();
      }
    }
    List<InputColumn> filled = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      InputColumn column = schema.inputs().get(i);
      filled.add(
          column.categories().isEmpty()
              ? column.withFill(List.of(number(how, columns[i], column)))
              : column);
    }
    return filled;
  }

  private static double number(MissingCells how, double[] column, InputColumn of) {
    if (how == MissingCells.ZERO) {
      return 0;
    }
    double[] known = Arrays.stream(column).filter(value -> !Double.isNaN(value)).toArray();
    if (known.length == 0) {
      throw new DataException(
          "table: column '"
              + of.name()
              + "' has no number in the "
              + column.length
              + " training examples to fill missing ones by; leave it out of the inputs, or set"
              + " missing: zero");
    }
    return how == MissingCells.MEAN ? mean(known) : median(known);
  }

  /** Around the first number, so that a large common offset does not drown the digits. */
  private static double mean(double[] known) {
    double sum = 0;
    for (double value : known) {
      sum += value - known[0];
    }
    return known[0] + sum / known.length;
  }

  private static double median(double[] known) {
    Arrays.sort(known);
    int middle = known.length / 2;
    return known.length % 2 == 1
        ? known[middle]
        : known[middle - 1] + (known[middle] - known[middle - 1]) / 2;
  }
}
