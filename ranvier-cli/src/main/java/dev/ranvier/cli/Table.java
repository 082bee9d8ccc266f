package dev.ranvier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in aligned columns; numbers stand at the right of theirs. */
final class Table {
  private final int columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /** A table of so many columns. */
  Table(int columns) {
    this.columns = columns;
  }

  /** Adds a row. */
  Table row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "table: a row needs " + columns + " cells, got " + cells.length);
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  /** The rows, each ending with a line break. */
  @Override
  public String toString() {
    int[] widths = new int[columns];
    for (List<Object> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], text(row.get(i)).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<Object> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = text(row.get(i));
        String space = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? "" : "  ");
        line.append(row.get(i) instanceof Number ? space + cell : cell + space);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String text(Object cell) {
    return cell instanceof Long || cell instanceof Integer
        ? String.format(java.util.Locale.ROOT, "%,d", ((Number) cell).longValue())
        : String.valueOf(cell);
  }
}
