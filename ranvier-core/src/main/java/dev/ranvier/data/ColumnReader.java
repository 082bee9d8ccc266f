package dev.ranvier.data;

import dev.ranvier.tensor.FileText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the cells of one column: numbers, or texts by their index in a dictionary. A missing cell
 * is not a number.
 */
final class ColumnReader {
  /** Columns with more different texts tell examples apart, not kinds of them. */
  private static final int MOST_FOUND = 100;

  private static final String WHOLE = "-?\\d{1,9}";

  private enum Kind {
    UNDECIDED,
    NUMBERS,
    TEXTS
  }

  /** What a column is for, as far as its cells are concerned. */
  enum Use {
    INPUT("unknown category", "mend it, or train with examples of it"),
    CLASS("unknown class", "mend it, or train with examples of it"),
    NUMBER("", ""),
    WEIGHT("", "");

    private final String unknown;
    private final String remedy;

    Use(String unknown, String remedy) {
      this.unknown = unknown;
      this.remedy = remedy;
    }
  }

  private final int place;
  private final Use use;
  private final boolean mayMiss;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final boolean closed;
  private final boolean decided;
  private Kind kind;
  private double[] values = new double[64];
  private int size;

  private ColumnReader(int place, Use use, Kind kind, boolean mayMiss, List<String> known) {
    this.place = place;
    this.use = use;
    this.kind = kind;
    this.mayMiss = mayMiss;
    this.decided = kind != Kind.UNDECIDED;
    this.closed = !known.isEmpty();
    known.forEach(text -> codes.put(text, codes.size()));
  }

  /** A column of numbers. */
  static ColumnReader numbers(int place, Use use, boolean mayMiss) {
    return new ColumnReader(place, use, Kind.NUMBERS, mayMiss, List.of());
  }

  /** A column of texts: the known ones, or any where none are known. */
  static ColumnReader texts(int place, Use use, boolean mayMiss, List<String> known) {
    return new ColumnReader(place, use, Kind.TEXTS, mayMiss, known);
  }

  /** A column of inputs that are all numbers or all texts, as its first cell shows. */
  static ColumnReader inputs(int place, boolean mayMiss) {
    return new ColumnReader(place, Use.INPUT, Kind.UNDECIDED, mayMiss, List.of());
  }

  /** Whether its cell of the line is missing. */
  boolean isMissing(CsvTable line) {
    return Cells.isMissing(line.cell(place));
  }

  /**
   * Takes its cell of the line.
   *
   * @throws DataException when it is missing or unsuitable
   */
  void add(CsvTable line) {
    String text = line.cell(place);
    double number = Cells.isMissing(text) ? missing(text, line) : value(text, line);
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = number;
  }

  private double missing(String text, CsvTable line) {
    if (mayMiss) {
      return Double.NaN;
    }
    String cell = text.isEmpty() ? "is empty" : "'" + text + "' stands for a missing value";
    throw line.error(
        place,
        cell
            + switch (use) {
              case INPUT -> "; mend it, or set missing to mean, median, zero or drop in training";
              case CLASS -> ", expected a class; mend it, or set missing: drop";
              case NUMBER, WEIGHT -> ", expected a number; mend it, or set missing: drop";
            });
  }

  private double value(String text, CsvTable line) {
    if (kind == Kind.UNDECIDED) {
      kind = Cells.isNumber(text, line.decimal()) ? Kind.NUMBERS : Kind.TEXTS;
    }
    return kind == Kind.NUMBERS ? number(text, line) : code(text, line);
  }

  private double number(String text, CsvTable line) {
    double number = Cells.number(text, line.decimal());
    if (Double.isNaN(number)) {
      boolean otherPoint = Cells.isNumber(text);
      throw line.error(
          place,
          "expected a number, got '"
              + FileText.shown(text)
              + "'; "
              + (otherPoint ? "set decimal if that is its decimal point, " : "")
              + "mend it, leave the line out, or leave the column out of the inputs");
    }
    return number;
  }

  private double code(String given, CsvTable line) {
    String text = named(given, line);
    Integer code = codes.get(text);
    if (code != null) {
      return code;
    }
    if (closed) {
      throw line.error(
          place,
          use.unknown
              + " '"
              + text
              + "', known are "
              + CsvTable.shown(List.copyOf(codes.keySet()))
              + "; "
              + use.remedy);
    }
    if (!decided) {
      requireCategory(text, line);
    }
    codes.put(text, codes.size());
    return codes.size() - 1;
  }

  /** A class by its name, where the file has names for the numbers in its last column. */
  private String named(String text, CsvTable line) {
    List<String> names = line.classNames();
    if (use != Use.CLASS || names.isEmpty() || place != line.names().size() - 1) {
      return text;
    }
    int index = text.matches(WHOLE) ? Integer.parseInt(text) : -1;
    if (index < 0 || index >= names.size()) {
      throw line.error(
          place,
          "expected the number of a class from 0 to "
              + (names.size() - 1)
              + ", as the file's first line names them, got '"
              + FileText.shown(text)
              + "'; mend it");
    }
    return names.get(index);
  }

  private void requireCategory(String text, CsvTable line) {
    if (Cells.isNumber(text, line.decimal())) {
      throw line.error(
          place,
          "got the number '"
              + text
              + "' among texts such as '"
              + codes.keySet().iterator().next()
              + "'; list the column under categories, or leave it out of the inputs");
    }
    if (codes.size() == MOST_FOUND) {
      throw line.error(
          place,
          "more than "
              + MOST_FOUND
              + " different texts are no categories; leave the column out of the inputs, or list it"
              + " under categories");
    }
  }

  /** The different texts, in order: that of their numbers where all are whole numbers. */
  List<String> dictionary() {
    List<String> texts = new ArrayList<>(codes.keySet());
    if (closed) {
      return texts;
    }
    boolean whole = texts.stream().allMatch(text -> text.matches(WHOLE));
    texts.sort(
        whole
            ? Comparator.<String>comparingInt(Integer::parseInt)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder());
    return texts;
  }

  /** The numbers, or indices of texts in a dictionary, of all lines. */
  double[] values(List<String> dictionary) {
    double[] all = Arrays.copyOf(values, size);
    if (kind != Kind.TEXTS) {
      return all;
    }
    int[] order = new int[codes.size()];
    for (int i = 0; i < dictionary.size(); i++) {
      order[codes.get(dictionary.get(i))] = i;
    }
    for (int i = 0; i < size; i++) {
      all[i] = Double.isNaN(all[i]) ? all[i] : order[(int) all[i]];
    }
    return all;
  }

  /** How many lines it was given. */
  int size() {
    return size;
  }
}
