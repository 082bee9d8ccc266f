package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table in a CSV file of a folder, whose first line names the columns.
 *
 * <p>The targets are the columns of {@code classes}, then those of {@code numbers}. One column of
 * classes alone makes examples with a class each; otherwise a target is f32 [columns], in which a
 * class is its index. Classes are numbered in the order of their names, or numbers. A part of the
 * examples, the same ones every time, is held out for test.
 *
 * @param file the file's name within the folder
 * @param inputs the columns of numbers to predict from; empty for all that are nothing else
 * @param classes the columns that tell a class
 * @param numbers the columns of numbers to predict
 * @param weights the column that says how much an example counts; empty where all count alike
 * @param heldOut the part of the examples that is held out, above 0 and below 1
 */
public record TableSource(
    String file,
    List<String> inputs,
    List<String> classes,
    List<String> numbers,
    String weights,
    double heldOut)
    implements Source {
  private static final double HELD_OUT = 0.2;

  /** The table of a file, which still lacks a target; a fifth is held out. */
  public TableSource(String file) {
    this(file, List.of(), List.of(), List.of(), "", HELD_OUT);
  }

  /** Checks the settings. */
  public TableSource {
    inputs = List.copyOf(inputs);
    classes = List.copyOf(classes);
    numbers = List.copyOf(numbers);
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "table: held-out must be above 0 and below 1, got " + heldOut);
    }
    List<String> all =
        Stream.of(inputs, classes, numbers, List.of(weights)).flatMap(List::stream).toList();
    for (String name : all) {
      if (all.indexOf(name) != all.lastIndexOf(name)) {
        throw new IllegalArgumentException(
            "table: column '" + name + "' is named twice; a column has one use");
      }
    }
  }

  /** The same table with other columns to predict from. */
  public TableSource withInputs(List<String> others) {
    return new TableSource(file, others, classes, numbers, weights, heldOut);
  }

  /** The same table with other columns that tell a class. */
  public TableSource withClasses(List<String> others) {
    return new TableSource(file, inputs, others, numbers, weights, heldOut);
  }

  /** The same table with other columns of numbers to predict. */
  public TableSource withNumbers(List<String> others) {
    return new TableSource(file, inputs, classes, others, weights, heldOut);
  }

  /** The same table with another column of weights. */
  public TableSource withWeights(String other) {
    return new TableSource(file, inputs, classes, numbers, other, heldOut);
  }

  /** The same table with another part held out. */
  public TableSource withHeldOut(double other) {
    return new TableSource(file, inputs, classes, numbers, weights, other);
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public TensorType inputType(Path folder) {
    return TensorType.f32(inputs(CsvTable.head(folder.resolve(file))).size());
  }

  @Override
  public Examples load(Path folder) {
    CsvTable table = CsvTable.read(folder.resolve(file));
    Dataset all = examples(table);
    if (!weights.isEmpty()) {
      all = all.withWeights(table.numbers(List.of(weights)));
    }
    int test = (int) Math.round(all.size() * heldOut);
    if (test == 0 || test == all.size()) {
      throw new DataException(
          "table: "
              + heldOut
              + " of the "
              + all.size()
              + " examples of '"
              + table.file()
              + "' leaves none to learn from or none to judge by; change held-out");
    }
    int[] order = CounterRandom.of(0, RandomStreams.HELD_OUT, 0).permutation(all.size());
    Arrays.sort(order, 0, test);
    Arrays.sort(order, test, order.length);
    return new Examples(
        all.subset(Arrays.copyOfRange(order, test, order.length)),
        all.subset(Arrays.copyOf(order, test)));
  }

  private Dataset examples(CsvTable table) {
    List<TargetColumn> targets = new ArrayList<>();
    classes.forEach(name -> targets.add(new TargetColumn(name, table.classes(name))));
    numbers.forEach(name -> targets.add(new TargetColumn(name)));
    if (targets.isEmpty()) {
      throw new DataException(
          "table: nothing is to be predicted; name columns under classes or numbers, there are "
              + String.join(", ", table.names()));
    }
    List<String> columns = inputs(table);
    return TableDataset.of(
        Shape.of(columns.size()),
        table.numbers(columns),
        targets,
        targets.stream().map(target -> values(table, target)).toList());
  }

  private static float[] values(CsvTable table, TargetColumn target) {
    return target.classNames().isEmpty()
        ? table.numbers(List.of(target.name()))
        : table.indices(target.name(), target.classNames());
  }

  private List<String> inputs(CsvTable table) {
    if (!inputs.isEmpty()) {
      return inputs;
    }
    List<String> rest = new ArrayList<>(table.names());
    rest.removeAll(classes);
    rest.removeAll(numbers);
    rest.remove(weights);
    if (rest.isEmpty()) {
      throw new DataException(
          "table: '"
              + table.file()
              + "' has no column to predict from beside "
              + String.join(", ", table.names())
              + "; leave one of them out of the targets");
    }
    return rest;
  }
}
