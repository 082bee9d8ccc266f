package dev.ranvier.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the lines of a table: to learn from, or for a model that knows its columns. */
final class TableReading {
  private static final Logger LOG = LoggerFactory.getLogger(TableReading.class);

  private final MissingCells missing;
  private final List<ColumnReader> inputs = new ArrayList<>();
  private final List<ColumnReader> targets = new ArrayList<>();
  private final List<ColumnReader> weights = new ArrayList<>();

  private TableReading(MissingCells missing) {
    this.missing = missing;
  }

  /**
   * The lines of a file whose columns have given uses, with weights where there are any.
   *
   * @throws DataException when it cannot be read, or a cell does not suit its column
   */
  static Dataset learn(Path file, TableColumns columns, CsvFormat format, MissingCells missing) {
    try (CsvTable table = CsvTable.open(file, format, _ -> format.header())) {
      TableColumns uses = columns.in(table);
      TableReading reading = new TableReading(missing);
      boolean filled = missing != MissingCells.REFUSE;
      for (String name : uses.inputs()) {
        int place = table.column(name);
        reading.inputs.add(
            uses.categories().contains(name)
                ? ColumnReader.texts(place, ColumnReader.Use.INPUT, filled, List.of())
                : ColumnReader.inputs(place, filled));
      }
      for (String name : uses.classes()) {
        List<String> known = reading.namedClasses(table, name);
        reading.targets.add(
            ColumnReader.texts(table.column(name), ColumnReader.Use.CLASS, false, known));
      }
      reading.addNumbers(table, uses.numbers());
      reading.addWeights(table, uses.weights());
      reading.read(table);
      TableLayout layout = new TableLayout(format, table.named(), table.names().size(), missing);
      return reading.examples(reading.schema(uses, layout));
    }
  }

  /**
   * The lines of a file for a model: inputs, and the targets it knows.
   *
   * @param weights the column of weights, if there is one
   * @throws DataException when a column is missing, or a cell does not suit it
   */
  static Dataset known(Path file, TableSchema schema, String weights) {
    try (CsvTable table = CsvTable.open(file, schema.layout().format(), header(file, schema))) {
      KnownColumns places = new KnownColumns(schema, table);
      TableReading reading = new TableReading(schema.layout().missing());
      reading.addInputs(schema, places.ofTable(), reading.missing != MissingCells.REFUSE);
      for (TargetColumn target : schema.targets()) {
        int place = places.place(target.name());
        reading.targets.add(
            target.classNames().isEmpty()
                ? ColumnReader.numbers(place, ColumnReader.Use.NUMBER, false)
                : ColumnReader.texts(place, ColumnReader.Use.CLASS, false, target.classNames()));
      }
      reading.addWeights(table, weights);
      reading.read(table);
      return reading.examples(schema);
    }
  }

  /** The lines of a file as inputs of a model; what it has beside them is ignored. */
  static TableRows inputs(Path file, TableSchema schema) {
    try (CsvTable table = CsvTable.open(file, schema.layout().format(), header(file, schema))) {
      KnownColumns places = new KnownColumns(schema, table);
      if (schema.layout().named() && !table.named()) {
        LOG.warn(
            "table: '{}' has no line of names; its columns are taken for {}, in this order",
            file,
            CsvTable.shown(schema.inputs().stream().map(InputColumn::name).toList()));
      }
      // Every line is to be predicted for, so that none is left out.
      TableReading reading = new TableReading(MissingCells.REFUSE);
      boolean filled =
          schema.layout().missing() != MissingCells.REFUSE
              && schema.layout().missing() != MissingCells.DROP;
      reading.addInputs(schema, places.ofInputs(), filled);
      reading.read(table);
      return reading.rows(schema);
    }
  }

  /** The lines of a file as inputs of so many numbers, whatever its columns are called. */
  static TableRows inOrder(Path file, int count) {
    List<InputColumn> columns =
        IntStream.range(0, count).mapToObj(i -> new InputColumn(Integer.toString(i))).toList();
    TableSchema schema =
        new TableSchema(columns, List.of(), TargetScale.NONE, TableSchema.NONE.layout());
    try (CsvTable table =
        CsvTable.open(
            file, new CsvFormat(), fields -> fields.stream().noneMatch(Cells::isNumber))) {
      if (table.names().size() != count) {
        throw new DataException(
            "table: '"
                + file
                + "' has "
                + table.names().size()
                + " columns, the model takes "
                + count
                + " and knows no names; leave the others out");
      }
      TableReading reading = new TableReading(MissingCells.REFUSE);
      reading.addInputs(schema, IntStream.range(0, count).toArray(), false);
      reading.read(table);
      return reading.rows(schema);
    }
  }

  /**
   * Tells a line of names from one of numbers: for a model whose columns have names, a first line
   * of numbers is one of inputs, unless it is 0, 1, …, as programs number columns that have none.
   */
  private static Predicate<List<String>> header(Path file, TableSchema schema) {
    return fields -> {
      boolean numbers = fields.stream().allMatch(Cells::isNumber);
      if (schema.layout().named()) {
        boolean counted = fields.equals(Dataset.numberedClasses(fields.size()));
        boolean known = schema.inputs().stream().anyMatch(each -> fields.contains(each.name()));
        return !numbers || counted || known || fields.size() != schema.inputs().size();
      }
      if (fields.stream().noneMatch(Cells::isNumber)
          && schema.inputs().stream().anyMatch(each -> each.categories().isEmpty())) {
        throw new DataException(
            "table: '"
                + file
                + "' begins with a line of names, the model was trained on a table without names;"
                + " leave that line out");
      }
      return false;
    };
  }

  /** What the classes of a column are called, where the file's first line says so. */
  private List<String> namedClasses(CsvTable table, String name) {
    return table.column(name) == table.names().size() - 1 ? table.classNames() : List.of();
  }

  private void addInputs(TableSchema schema, int[] places, boolean filled) {
    for (int i = 0; i < places.length; i++) {
      List<String> categories = schema.inputs().get(i).categories();
      inputs.add(
          categories.isEmpty()
              ? ColumnReader.numbers(places[i], ColumnReader.Use.INPUT, filled)
              : ColumnReader.texts(places[i], ColumnReader.Use.INPUT, filled, categories));
    }
  }

  private void addNumbers(CsvTable table, List<String> names) {
    for (String name : names) {
      targets.add(ColumnReader.numbers(table.column(name), ColumnReader.Use.NUMBER, false));
    }
  }

  private void addWeights(CsvTable table, String name) {
    if (!name.isEmpty()) {
      weights.add(ColumnReader.numbers(table.column(name), ColumnReader.Use.WEIGHT, false));
    }
  }

  private void read(CsvTable table) {
    List<ColumnReader> all = Stream.of(inputs, targets, weights).flatMap(List::stream).toList();
    boolean drops = missing == MissingCells.DROP;
    int dropped = 0;
    while (table.next()) {
      if (drops && all.stream().anyMatch(column -> column.isMissing(table))) {
        dropped++;
        continue;
      }
      for (ColumnReader column : all) {
        column.add(table);
      }
    }
    if (dropped > 0) {
      LOG.warn("table: '{}': {} lines with missing cells are left out", table.file(), dropped);
    }
    if (all.getFirst().size() == 0) {
      throw new DataException(
          "table: '"
              + table.file()
              + "' holds no example"
              + (dropped > 0 ? " without missing cells" : "")
              + "; give it lines of numbers");
    }
  }

  private TableSchema schema(TableColumns uses, TableLayout layout) {
    List<InputColumn> columns = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      columns.add(new InputColumn(uses.inputs().get(i), inputs.get(i).dictionary(), List.of()));
    }
    List<TargetColumn> predicted = new ArrayList<>();
    for (int i = 0; i < uses.classes().size(); i++) {
      predicted.add(new TargetColumn(uses.classes().get(i), targets.get(i).dictionary()));
    }
    uses.numbers().forEach(name -> predicted.add(new TargetColumn(name)));
    return new TableSchema(columns, predicted, TargetScale.NONE, layout);
  }

  private Dataset examples(TableSchema schema) {
    TableRows rows = rows(schema);
    return weights.isEmpty()
        ? rows
        : rows.withWeights(Doubles.rounded(weights.getFirst().values(List.of())));
  }

  private TableRows rows(TableSchema schema) {
    double[][] numbers = new double[inputs.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = inputs.get(i).values(schema.inputs().get(i).categories());
    }
    double[][] wanted = new double[targets.size()][];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = targets.get(i).values(schema.targets().get(i).classNames());
    }
    return new TableRows(schema, numbers, wanted, inputs.getFirst().size());
  }
}
