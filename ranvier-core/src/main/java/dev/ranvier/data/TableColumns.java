package dev.ranvier.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the columns of a table are for.
 *
 * @param inputs the columns to predict from; empty for all that are nothing else
 * @param categories those of the inputs that hold categories although they may look like numbers
 * @param classes the columns that tell a class
 * @param numbers the columns of numbers to predict
 * @param weights the column that says how much an example counts; empty where all count alike
 */
public record TableColumns(
    List<String> inputs,
    List<String> categories,
    List<String> classes,
    List<String> numbers,
    String weights) {
  /** No column has a use yet. */
  TableColumns() {
    this(List.of(), List.of(), List.of(), List.of(), "");
  }

  /** Copies the lists; a column has one use. */
  public TableColumns {
    inputs = List.copyOf(inputs);
    categories = List.copyOf(categories);
    classes = List.copyOf(classes);
    numbers = List.copyOf(numbers);
    requireOneUse(
        Stream.of(inputs, classes, numbers, List.of(weights)).flatMap(List::stream).toList());
    for (String name : categories) {
      if (!inputs.isEmpty() && !inputs.contains(name)) {
        throw new IllegalArgumentException(
            "table: column '" + name + "' of categories is not among the inputs; add it to them");
      }
    }
  }

  private static void requireOneUse(List<String> names) {
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException(
            "table: column '" + name + "' is named twice; a column has one use");
      }
    }
  }

  /**
   * The same uses of a table's columns, by their names in it.
   *
   * @throws DataException when it lacks one, or nothing is left to predict or to predict from
   */
  TableColumns in(CsvTable table) {
    TableColumns found =
        new TableColumns(
            names(inputs, table),
            names(categories, table),
            names(classes, table),
            names(numbers, table),
            weights.isEmpty() ? "" : names(List.of(weights), table).getFirst());
    if (classes.isEmpty() && numbers.isEmpty()) {
      throw new DataException(
          "table: nothing is to be predicted; name columns under classes or numbers, there are "
              + CsvTable.shown(table.names()));
    }
    return inputs.isEmpty() ? found.withInputs(found.rest(table)) : found;
  }

  private static List<String> names(List<String> wanted, CsvTable table) {
    return wanted.stream().map(name -> table.names().get(table.column(name))).toList();
  }

  private List<String> rest(CsvTable table) {
    List<String> rest = new ArrayList<>(table.names());
    rest.removeAll(classes);
    rest.removeAll(numbers);
    rest.remove(weights);
    if (rest.isEmpty()) {
      throw new DataException(
          "table: '"
              + table.file()
              + "' has no column to predict from beside "
              + CsvTable.shown(table.names())
              + "; leave one of them out of the targets");
    }
    return rest;
  }

  TableColumns withInputs(List<String> others) {
    return new TableColumns(others, categories, classes, numbers, weights);
  }

  TableColumns withCategories(List<String> others) {
    return new TableColumns(inputs, others, classes, numbers, weights);
  }

  TableColumns withClasses(List<String> others) {
    return new TableColumns(inputs, categories, others, numbers, weights);
  }

  TableColumns withNumbers(List<String> others) {
    return new TableColumns(inputs, categories, classes, others, weights);
  }

  TableColumns withWeights(String other) {
    return new TableColumns(inputs, categories, classes, numbers, other);
  }
}
