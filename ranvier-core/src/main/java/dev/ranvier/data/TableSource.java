package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table in a CSV file of a folder.
 *
 * <p>The targets are the columns of {@code classes}, then those of {@code numbers}. One column of
 * classes alone makes examples with a class each; otherwise a target is f32 [columns], in which a
 * class is its index. Classes are numbered in the order of their names, or numbers. A column of
 * inputs that holds texts, or is listed under {@code categories}, becomes one number for each of
 * them. A part of the examples, the same ones every time, is held out for test, unless there is a
 * file of them.
 *
 * @param file the file's name within the folder; it may be compressed by gzip
 * @param columns what its columns are for
 * @param format how it is written
 * @param missing what becomes of cells that hold nothing
 * @param testFile a file of the same columns with the examples to judge by; empty to hold some out
 * @param heldOut the part of the examples that is held out, from 0 to below 1
 */
public record TableSource(
    String file,
    TableColumns columns,
    CsvFormat format,
    MissingCells missing,
    String testFile,
    double heldOut)
    implements Source {
  private static final double HELD_OUT = 0.2;

  /** The table of a file, which still lacks a target; a fifth is held out. */
  public TableSource(String file) {
    this(file, new TableColumns(), new CsvFormat(), MissingCells.REFUSE, "", HELD_OUT);
  }

  /** Checks the settings. */
  public TableSource {
    if (!(heldOut >= 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "table: held-out must be from 0 to below 1, got " + heldOut);
    }
  }

  /** The columns to predict from; empty for all that are nothing else. */
  public List<String> inputs() {
    return columns.inputs();
  }

  /** Those of the inputs that hold categories although they may look like numbers. */
  public List<String> categories() {
    return columns.categories();
  }

  /** The columns that tell a class. */
  public List<String> classes() {
    return columns.classes();
  }

  /** The columns of numbers to predict. */
  public List<String> numbers() {
    return columns.numbers();
  }

  /** The column that says how much an example counts; empty where all count alike. */
  public String weights() {
    return columns.weights();
  }

  /** The encoding of the file's characters. */
  public String encoding() {
    return format.encoding();
  }

  /** The character between two fields, {@code tab} or {@code auto}. */
  public String separator() {
    return format.separator();
  }

  /** The decimal point of numbers, or {@code auto}. */
  public String decimal() {
    return format.decimal();
  }

  /** Whether the first line names the columns; otherwise they have numbers, from 0 on. */
  public boolean header() {
    return format.header();
  }

  /** How many lines before that are no part of the table. */
  public int skipLines() {
    return format.skipLines();
  }

  /** The same table with other columns to predict from. */
  public TableSource withInputs(List<String> others) {
    return with(columns.withInputs(others));
  }

  /** The same table with other columns of categories. */
  public TableSource withCategories(List<String> others) {
    return with(columns.withCategories(others));
  }

  /** The same table with other columns that tell a class. */
  public TableSource withClasses(List<String> others) {
    return with(columns.withClasses(others));
  }

  /** The same table with other columns of numbers to predict. */
  public TableSource withNumbers(List<String> others) {
    return with(columns.withNumbers(others));
  }

  /** The same table with another column of weights. */
  public TableSource withWeights(String other) {
    return with(columns.withWeights(other));
  }

  /** The same table in another encoding. */
  public TableSource withEncoding(String other) {
    return with(new CsvFormat(other, separator(), decimal(), header(), skipLines()));
  }

  /** The same table with another character between fields. */
  public TableSource withSeparator(String other) {
    return with(new CsvFormat(encoding(), other, decimal(), header(), skipLines()));
  }

  /** The same table with another decimal point. */
  public TableSource withDecimal(String other) {
    return with(new CsvFormat(encoding(), separator(), other, header(), skipLines()));
  }

  /** The same table with or without a first line of names. */
  public TableSource withHeader(boolean other) {
    return with(new CsvFormat(encoding(), separator(), decimal(), other, skipLines()));
  }

  /** The same table after so many lines that are no part of it. */
  public TableSource withSkipLines(int other) {
    return with(new CsvFormat(encoding(), separator(), decimal(), header(), other));
  }

  /** The same table with other cells for missing ones. */
  public TableSource withMissing(MissingCells other) {
    return new TableSource(file, columns, format, other, testFile, heldOut);
  }

  /** The same table judged by the examples of another file. */
  public TableSource withTestFile(String other) {
    return new TableSource(file, columns, format, missing, other, heldOut);
  }

  /** The same table with another part held out. */
  public TableSource withHeldOut(double other) {
    return new TableSource(file, columns, format, missing, testFile, other);
  }

  private TableSource with(TableColumns others) {
    return new TableSource(file, others, format, missing, testFile, heldOut);
  }

  private TableSource with(CsvFormat other) {
    return new TableSource(file, columns, other, missing, testFile, heldOut);
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public TensorType inputType(Path folder) {
    return all(folder).inputType();
  }

  @Override
  public Examples load(Path folder) {
    Dataset all = all(folder);
    if (testFile.isEmpty() && heldOut > 0) {
      int[] order = heldOutFirst(all.size(), folder);
      int test = heldOut(all.size());
      return filled(
          all.subset(Arrays.copyOfRange(order, test, order.length)),
          Optional.of(all.subset(Arrays.copyOf(order, test))));
    }
    return filled(
        all,
        testFile.isEmpty()
            ? Optional.empty()
            : Optional.of(TableReading.known(folder.resolve(testFile), all.schema(), weights())));
  }

  /**
   * The examples to judge a trained model by; none where none are held out.
   *
   * @param folder where the files are
   * @param known the columns as the model learned them
   * @throws DataException when a file is damaged or lacks a column, or a cell is unsuitable
   */
  public Optional<Dataset> test(Path folder, TableSchema known) {
    if (!testFile.isEmpty()) {
      return Optional.of(TableReading.known(folder.resolve(testFile), known, weights()));
    }
    if (heldOut == 0) {
      return Optional.empty();
    }
    Dataset all = TableReading.known(folder.resolve(file), known, weights());
    int[] order = heldOutFirst(all.size(), folder);
    return Optional.of(all.subset(Arrays.copyOf(order, heldOut(all.size()))));
  }

  private Dataset all(Path folder) {
    return TableReading.learn(folder.resolve(file), columns, format, missing);
  }

  /** Missing cells are filled by what the examples to learn from have. */
  private static Examples filled(Dataset train, Optional<Dataset> test) {
    TableSchema schema = train.schema().fit(train);
    return new Examples(schema.applyTo(train), test.map(schema::applyTo));
  }

  private int heldOut(int size) {
    return (int) Math.round(size * heldOut);
  }

  /** The places of all examples: those held out, then the others, both in order. */
  private int[] heldOutFirst(int size, Path folder) {
    int test = heldOut(size);
    if (test == 0 || test == size) {
      throw new DataException(
          "table: "
              + heldOut
              + " of the "
              + size
              + " examples of '"
              + folder.resolve(file)
              + "' leaves none to learn from or none to judge by; change held-out");
    }
    int[] order = CounterRandom.of(0, RandomStreams.HELD_OUT, 0).permutation(size);
    Arrays.sort(order, 0, test);
    Arrays.sort(order, test, order.length);
    return order;
  }
}
