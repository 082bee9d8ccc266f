package dev.ranvier.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the fields of a CSV file are told apart, and how its numbers are written.
 *
 * @param separator between two fields
 * @param decimal the decimal point
 */
record CsvDialect(char separator, char decimal) {
  private static final CsvDialect USUAL = new CsvDialect(',', '.');
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final double MOST = 0.5;

  /**
   * What a format says, completed by what the head of the file shows.
   *
   * <p>The separator is that of which every line has the same number; of several, the one that
   * leaves most fields as numbers. Numbers have a decimal comma where fields are not separated by
   * commas, and commas but no points stand within numbers.
   *
   * @param head the first lines, the last of them whole
   */
  static CsvDialect of(String head, CsvFormat format) {
    char separator =
        format.findsSeparator() ? separator(head, format) : format.separatorCharacter();
    return new CsvDialect(
        separator,
        format.findsDecimal()
            ? decimal(fields(head, separator), separator)
            : format.decimal().charAt(0));
  }

  /** Whether it is the usual one, with commas and decimal points. */
  boolean isUsual() {
    return equals(USUAL);
  }

  /** As in "separator ';' and decimal comma". */
  String describe() {
    String between = separator == '\t' ? "tab" : "'" + separator + "'";
    return "separator " + between + " and decimal " + (decimal == ',' ? "comma" : "point");
  }

  private static char separator(String head, CsvFormat format) {
    char best = format.decimal().equals(",") ? ';' : ',';
    double bestScore = 0;
    for (char candidate : SEPARATORS) {
      if (format.decimal().indexOf(candidate) >= 0) {
        continue;
      }
      double score = score(fields(head, candidate));
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * 0 where most lines differ in their number of fields; else the share of those that do not and
   * the share of fields that are numbers.
   */
  private static double score(List<List<String>> lines) {
    if (lines.isEmpty()) {
      return 0;
    }
    // The first line may be one of counts, which has fewer or more fields than the others.
    List<List<String>> rows = lines.subList(lines.size() > 2 ? 1 : 0, lines.size());
    Map<Integer, Integer> widths = new HashMap<>();
    rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
    int width = Collections.max(widths.entrySet(), Map.Entry.comparingByValue()).getKey();
    int first = lines.getFirst().size();
    double alike = (double) widths.get(width) / rows.size();
    if (width < 2 || first < 2 || alike <= MOST) {
      return 0;
    }
    long numbers = rows.stream().flatMap(List::stream).filter(Cells::isNumber).count();
    long fields = rows.stream().mapToLong(List::size).sum();
    return (first == width ? 1 : 0.5) * alike + (double) numbers / fields;
  }

  private static char decimal(List<List<String>> lines, char separator) {
    boolean comma = false;
    for (List<String> line : lines) {
      for (String field : line) {
        if (field.indexOf('.') >= 0 && Cells.isNumber(field, '.')) {
          return '.';
        }
        comma |= field.indexOf(',') >= 0 && Cells.isNumber(field, ',');
      }
    }
    return comma && separator != ',' ? ',' : '.';
  }

  /** The fields of each line that is not empty; quotation marks keep separators and line ends. */
  private static List<List<String>> fields(String head, char separator) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < head.length(); i++) {
      char next = head.charAt(i);
      if (next == '"') {
        quoted = !quoted;
      } else if (!quoted && next == separator) {
        line.add(field.toString().strip());
        field.setLength(0);
      } else if (!quoted && (next == '\n' || next == '\r')) {
        end(line, field, lines);
        line = new ArrayList<>();
      } else {
        field.append(next);
      }
    }
    if (!quoted) {
      end(line, field, lines);
    }
    return lines;
  }

  private static void end(List<String> line, StringBuilder field, List<List<String>> lines) {
    if (!line.isEmpty() || !field.toString().isBlank()) {
      line.add(field.toString().strip());
      lines.add(line);
    }
    field.setLength(0);
  }
}
