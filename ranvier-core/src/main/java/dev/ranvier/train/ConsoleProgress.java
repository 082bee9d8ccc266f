package dev.ranvier.train;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a line for each epoch: the loss and the metrics, those of the validation examples too, the
 * examples a second and the seconds. {@link Fit} has it from the beginning; {@link Fit#quiet} takes
 * it away, as does {@code -Dranvier.progress=off} for a whole program.
 */
public final class ConsoleProgress implements Listener {
  private static final String PROPERTY = "ranvier.progress";
  private static final int NARROWEST = 9;

  private final PrintStream out;
  private Progress size;
  private boolean headed;

  /** Prints to the standard error stream, so that results can go to the other one. */
  public ConsoleProgress() {
    this(System.err);
  }

  /** Prints to a stream. */
  public ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  /** Whether programs show progress unless they ask for quiet. */
  static boolean isUsual() {
    return !System.getProperty(PROPERTY, "on").equals("off");
  }

  @Override
  public void started(Progress progress) {
    size = progress;
    headed = false;
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("epoch", epoch.epoch() + "/" + size.epochs());
    epoch.metrics().forEach((name, value) -> cells.put(name.replace('_', ' '), number(value)));
    cells.put("examples/s", number(epoch.examplesPerSecond()));
    cells.put("seconds", number(epoch.seconds()));
    if (!headed) {
      out.println(line(cells, new ArrayList<>(cells.keySet())));
      headed = true;
    }
    out.println(line(cells, new ArrayList<>(cells.values())));
  }

  private static String line(Map<String, String> cells, List<String> texts) {
    StringBuilder line = new StringBuilder();
    int i = 0;
    for (String name : cells.keySet()) {
      int width = Math.max(NARROWEST, name.length());
      line.append(i == 0 ? "" : "  ").append(String.format("%" + width + "s", texts.get(i)));
      i++;
    }
    return line.toString();
  }

  /** At most seven digits and a sign, so that no column is burst. */
  static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return String.valueOf(value);
    } else if (size != 0 && (size < 1e-4 || size >= 1e7)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int digits = size < 100 ? 4 : size < 10_000 ? 2 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
