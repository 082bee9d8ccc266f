package dev.ranvier.cli.run;

import dev.ranvier.train.EpochRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A line of the table of epochs.
 *
 * @param columns from left to right
 */
record EpochTable(List<Column> columns) {
  private static final int GAP = 2;

  /** The mark of the best epoch, behind the line. */
  private static final int MARK = 2;

  /**
   * A column.
   *
   * @param name its heading
   * @param cell what stands in it
   * @param width the characters of the widest cell
   * @param rank the greater, the sooner it is left out; 0 for what always stays
   */
  private record Column(String name, String cell, int width, int rank) {
    private Column(String name, String cell, int rank) {
      this(name, cell, Math.max(name.length(), Figures.WIDTH), rank);
    }
  }

  /** All there is of an epoch. */
  static EpochTable of(EpochRecord epoch, int epochs) {
    List<Column> columns = new ArrayList<>();
    int digits = Integer.toString(epochs).length();
    columns.add(new Column("epoch", epoch.epoch() + "/" + epochs, Math.max(5, 2 * digits + 1), 0));
    int rank = 3;
    for (boolean validation : new boolean[] {false, true}) {
      int number = 0;
      for (String name : epoch.metrics().keySet()) {
        if (name.startsWith(EpochRecord.VALIDATION) == validation) {
          String heading =
              name.replaceFirst("^" + EpochRecord.VALIDATION, "val ").replace('_', ' ');
          // The loss and what models are judged by come first, and stay longest.
          int own = number < 2 ? 0 : rank + number;
          columns.add(new Column(heading, Figures.of(epoch.metrics().get(name)), own));
          number++;
        }
      }
    }
    epoch
        .generalizationGap()
        .ifPresent(gap -> columns.add(new Column("gap", Figures.of(gap), Integer.MAX_VALUE)));
    columns.add(new Column("rate", Figures.rate(epoch.learningRate()), 3));
    String speed = String.format(Locale.ROOT, "%.0f", epoch.examplesPerSecond());
    columns.add(new Column("examples/s", speed, 2));
    columns.add(new Column("seconds", String.format(Locale.ROOT, "%.1f", epoch.seconds()), 1));
    return new EpochTable(columns);
  }

  /** As much of it as fits. */
  EpochTable within(int width) {
    List<Column> fitting = new ArrayList<>(columns);
    while (width(fitting) > width) {
      Column last = fitting.stream().max(Comparator.comparingInt(Column::rank)).orElseThrow();
      if (last.rank() == 0) {
        break;
      }
      fitting.remove(last);
    }
    return new EpochTable(fitting);
  }

  String head() {
    return line(true);
  }

  String row() {
    return line(false);
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(each -> each.width() + GAP).sum() - GAP + MARK;
  }

  private String line(boolean heading) {
    StringBuilder text = new StringBuilder();
    for (Column column : columns) {
      String cell = heading ? column.name() : column.cell();
      text.append(text.isEmpty() ? "" : " ".repeat(GAP));
      text.append(" ".repeat(Math.max(0, column.width() - cell.length()))).append(cell);
    }
    return text.toString();
  }
}
