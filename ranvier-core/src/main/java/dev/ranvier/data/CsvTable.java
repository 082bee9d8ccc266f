package dev.ranvier.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * A CSV file as texts: the first line names the columns, each other line is an example.
 *
 * @param file where it was read
 * @param names what the columns are called
 * @param rows the fields of each example, as many as there are columns
 * @param lines the line on which each example begins, from 1
 */
record CsvTable(Path file, List<String> names, List<List<String>> rows, List<Long> lines) {
  /**
   * All of a file.
   *
   * @throws DataException when it cannot be read, is no table or holds no example
   */
  static CsvTable read(Path file) {
    return read(file, Long.MAX_VALUE);
  }

  /** The names of a file's columns, without any example. */
  static CsvTable head(Path file) {
    return read(file, 0);
  }

  private static CsvTable read(Path file, long most) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "table: there is no file '" + file + "'; name its folder and the file in it");
    }
    List<String> names = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord row : reader) {
        if (names.isEmpty()) {
          row.getFields().forEach(name -> names.add(name.strip()));
        } else {
          rows.add(row.getFields());
          lines.add(row.getStartingLineNumber());
        }
        if (rows.size() >= most) {
          break;
        }
      }
    } catch (CsvParseException | IOException e) {
      throw new DataException(
          "table: '" + file + "' cannot be read: " + e.getMessage() + "; mend the file", e);
    }
    requireNames(file, names);
    if (rows.isEmpty() && most > 0) {
      throw new DataException("table: '" + file + "' holds no example; give it lines of numbers");
    }
    return new CsvTable(file, names, rows, lines);
  }

  private static void requireNames(Path file, List<String> names) {
    if (new LinkedHashSet<>(names).size() < names.size() || names.isEmpty()) {
      throw new DataException(
          "table: the first line of '"
              + file
              + "' must give every column a name of its own, got "
              + names
              + "; write one above the numbers");
    }
  }

  /**
   * The place of a column.
   *
   * @throws DataException when there is none of that name
   */
  int column(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new DataException(
          "table: '"
              + file
              + "' has no column '"
              + name
              + "', it has "
              + String.join(", ", names)
              + "; name one of them");
    }
    return place;
  }

  /** The different texts of a column; in the order of their numbers where all are numbers. */
  List<String> classes(String name) {
    int column = column(name);
    TreeSet<String> texts = new TreeSet<>();
    rows.forEach(row -> texts.add(row.get(column).strip()));
    List<String> classes = new ArrayList<>(texts);
    if (classes.stream().allMatch(text -> text.matches("-?\\d{1,9}"))) {
      classes.sort(Comparator.comparingInt(Integer::parseInt));
    }
    return classes;
  }

  /** The place of each example's text among the classes. */
  float[] indices(String name, List<String> classes) {
    int column = column(name);
    float[] indices = new float[rows.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = classes.indexOf(rows.get(i).get(column).strip());
    }
    return indices;
  }

  /**
   * The numbers of some columns, one example after the other.
   *
   * @throws DataException when a field is no finite number
   */
  float[] numbers(List<String> columns) {
    int[] places = columns.stream().mapToInt(this::column).toArray();
    float[] numbers = new float[rows.size() * places.length];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < places.length; j++) {
        numbers[i * places.length + j] = number(i, places[j]);
      }
    }
    return numbers;
  }

  private float number(int row, int column) {
    String text = rows.get(row).get(column).strip();
    float number;
    try {
      number = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      number = Float.NaN;
    }
    if (!Float.isFinite(number)) {
      throw new DataException(
          "table: '"
              + file
              + "', line "
              + lines.get(row)
              + ", column '"
              + names.get(column)
              + "': expected a number, got '"
              + text
              + "'; mend it, leave the line out, or leave the column out of the inputs");
    }
    return number;
  }
}
