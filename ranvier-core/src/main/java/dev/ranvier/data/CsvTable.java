package dev.ranvier.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.ranvier.tensor.FileText;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSV file, read one line of the table after the other.
 *
 * <p>Columns have the names of the first line, or numbers from 0 on where there is none. A first
 * line as scikit-learn's files have it, {@code 150,4,setosa,versicolor,virginica}, says how many
 * lines and inputs follow and what the classes in the last column are called.
 */
final class CsvTable implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(CsvTable.class);
  private static final int MOST_FIELDS = 1 << 20;

  private final Path file;
  private final Charset charset;
  private final CsvDialect dialect;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final long linesBefore;
  private final List<CsvRecord> ahead = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> classNames = new ArrayList<>();
  private boolean named;
  private long announced = -1;
  private long rows;
  private long firstLine;
  private CsvRecord row;

  private CsvTable(
      Path file, Charset charset, CsvDialect dialect, BufferedReader text, long linesBefore) {
    this.file = file;
    this.charset = charset;
    this.dialect = dialect;
    this.linesBefore = linesBefore;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(dialect.separator())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(CsvRecordHandler.of(limits -> limits.maxFields(MOST_FIELDS)), text);
    this.records = reader.iterator();
  }

  /**
   * A file from its first line on.
   *
   * @param header whether the fields of the first line are names of columns
   * @throws DataException when it cannot be read or is no table
   */
  static CsvTable open(Path file, CsvFormat format, Predicate<List<String>> header) {
    CsvTable table = null;
    try {
      table = open(file, format);
      table.begin(header);
      return table;
    } catch (IOException e) {
      throw unreadable(file, format.charset(), e);
    } catch (DataException e) {
      if (table != null) {
        table.close();
      }
      throw e;
    }
  }

  private static CsvTable open(Path file, CsvFormat format) throws IOException {
    BufferedReader text = CsvText.open(file, format.charset());
    try {
      for (int i = 0; i < format.skipLines(); i++) {
        text.readLine();
      }
      String head = head(text);
      if (head.indexOf('\0') >= 0) {
        throw new DataException(
            "table: '"
                + file
                + "' holds characters of code 0, expected text; if it is UTF-16, set encoding:"
                + " utf-16le");
      }
      String separates = separatorLine(head);
      CsvFormat told = format;
      if (!separates.isEmpty()) {
        text.readLine();
        head = head.substring(head.indexOf('\n') + 1);
        told =
            format.findsSeparator()
                ? new CsvFormat(format.encoding(), separates, format.decimal(), true, 0)
                : format;
      }
      CsvDialect dialect = CsvDialect.of(head, told);
      if (!dialect.isUsual()) {
        LOG.warn("table: '{}' is read with {}", file, dialect.describe());
      }
      return new CsvTable(
          file,
          format.charset(),
          dialect,
          text,
          format.skipLines() + (separates.isEmpty() ? 0 : 1));
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /** Whole lines from the beginning of a text, which is still to be read. */
  private static String head(BufferedReader text) throws IOException {
    char[] buffer = new char[CsvText.HEAD - 1];
    text.mark(CsvText.HEAD);
    int length = 0;
    int read = 0;
    while (length < buffer.length && read >= 0) {
      read = text.read(buffer, length, buffer.length - length);
      length += Math.max(0, read);
    }
    text.reset();
    String head = new String(buffer, 0, length);
    int end = head.lastIndexOf('\n');
    return read < 0 || end < 0 ? head : head.substring(0, end + 1);
  }

  /** The separator that a first line such as {@code sep=;} tells, as spreadsheets write it. */
  private static String separatorLine(String head) {
    boolean tells =
        head.length() > 5
            && head.substring(0, 4).equalsIgnoreCase("sep=")
            && (head.charAt(5) == '\n' || head.charAt(5) == '\r');
    return tells ? head.substring(4, 5) : "";
  }

  private void begin(Predicate<List<String>> header) {
    CsvRecord first = take();
    if (first == null) {
      throw new DataException("table: '" + file + "' is empty, expected lines of numbers");
    }
    firstLine = line(first);
    List<String> fields = first.getFields().stream().map(String::strip).toList();
    CsvRecord second = take();
    if (second != null && isCountLine(fields, second)) {
      announced = Long.parseLong(fields.get(0));
      classNames.addAll(fields.subList(2, fields.size()));
      firstLine = line(second);
      number(second.getFieldCount());
      ahead.add(second);
      return;
    }
    named = header.test(fields);
    if (named) {
      name(fields);
    } else {
      number(fields.size());
      ahead.add(first);
    }
    if (second != null) {
      ahead.add(second);
    }
  }

  private static boolean isCountLine(List<String> fields, CsvRecord second) {
    if (fields.size() < 3
        || !fields.get(0).matches("[1-9]\\d{0,9}")
        || !fields.get(1).matches("[1-9]\\d{0,9}")
        || Long.parseLong(fields.get(1)) + 1 != second.getFieldCount()) {
      return false;
    }
    List<String> rest = fields.subList(2, fields.size());
    return rest.stream().noneMatch(field -> Cells.isMissing(field) || Cells.isNumber(field))
        && second.getFields().stream().map(String::strip).allMatch(Cells::isNumber);
  }

  private void name(List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      names.add(fields.get(i).isEmpty() ? "Unnamed: " + i : fields.get(i));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new DataException(
          "table: the first line of '"
              + file
              + "' must give every column a name of its own, got "
              + shown(names)
              + (names.stream().allMatch(Cells::isNumber)
                  ? "; if it holds no names, set header: false"
                  : "; write one above the numbers"));
    }
    index();
  }

  private void number(int columns) {
    IntStream.range(0, columns).mapToObj(Integer::toString).forEach(names::add);
    index();
  }

  private void index() {
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
  }

  /** Where it is read from. */
  Path file() {
    return file;
  }

  /** What the columns are called. */
  List<String> names() {
    return names;
  }

  /** Whether the names are from the file; otherwise columns have numbers. */
  boolean named() {
    return named;
  }

  /** What the classes of the last column are called, where the first line says so. */
  List<String> classNames() {
    return classNames;
  }

  /** The decimal point of numbers. */
  char decimal() {
    return dialect.decimal();
  }

  /**
   * The place of a column; where columns have numbers, negative ones count from the end.
   *
   * @throws DataException when there is none of that name
   */
  int column(String name) {
    Integer place = places.get(name);
    if (place == null && !named && name.matches("-\\d{1,9}")) {
      place = places.get(Integer.toString(names.size() + Integer.parseInt(name)));
    }
    if (place == null) {
      throw new DataException(
          "table: '"
              + file
              + "' has no column '"
              + name
              + "', it has "
              + shown(names)
              + "; name one of them");
    }
    return place;
  }

  /**
   * Goes to the next line.
   *
   * @return false at the end
   * @throws DataException when the line has another number of fields, or cannot be read
   */
  boolean next() {
    row = ahead.isEmpty() ? take() : ahead.removeFirst();
    if (row == null) {
      if (announced >= 0 && announced != rows) {
        throw new DataException(
            "table: the first line of '"
                + file
                + "' announces "
                + announced
                + " lines, it has "
                + rows
                + "; is the file cut?");
      }
      return false;
    }
    rows++;
    if (row.getFieldCount() != names.size()) {
      throw new DataException(
          place()
              + " has "
              + (row.getFieldCount() == 1 ? "1 field" : row.getFieldCount() + " fields")
              + ", line "
              + firstLine
              + " has "
              + names.size()
              + "; mend the line, or set the separator if it is not "
              + (dialect.separator() == '\t' ? "a tab" : "'" + dialect.separator() + "'"));
    }
    return true;
  }

  /** The text in a column of the line, without blanks around it. */
  String cell(int column) {
    return row.getField(column).strip();
  }

  /** What is wrong with a cell of the line, to be thrown. */
  DataException error(int column, String problem) {
    return new DataException(place() + ", column '" + names.get(column) + "': " + problem);
  }

  private String place() {
    return "table: '" + file + "', line " + line(row);
  }

  private long line(CsvRecord record) {
    return linesBefore + record.getStartingLineNumber();
  }

  private CsvRecord take() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw unreadable(file, charset, e.getCause());
    } catch (CsvParseException e) {
      if (e.getCause() instanceof DataException known) {
        throw known;
      }
      throw unreadable(file, charset, e.getCause() instanceof IOException read ? read : e);
    }
  }

  private static DataException unreadable(Path file, Charset charset, Exception reason) {
    if (reason instanceof CharacterCodingException) {
      return new DataException(
          "table: '"
              + file
              + "' is not in "
              + charset.name()
              + "; save it as UTF-8, or name its encoding, for instance encoding: latin1",
          reason);
    }
    return new DataException(
        "table: '" + file + "' cannot be read: " + reason.getMessage() + "; mend the file", reason);
  }

  /** Names for a message, of many the first ones. */
  static String shown(List<String> names) {
    int most = 20;
    return names.stream().limit(most).map(FileText::shown).collect(Collectors.joining(", "))
        + (names.size() > most ? ", … (" + names.size() + " in all)" : "");
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, charset, e);
    }
  }
}
