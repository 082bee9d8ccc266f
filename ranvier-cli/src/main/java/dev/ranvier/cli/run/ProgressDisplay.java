package dev.ranvier.cli.run;

import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Shows people a line an epoch, the best marked, and where they sit at a terminal a line that
 * follows the steps. No line there is longer than a terminal is wide.
 */
public final class ProgressDisplay implements Listener, AutoCloseable {
  /** Of a terminal's 80 columns the last stays free: some break the line after it. */
  static final int WIDTH = 79;

  /** Beside what follows the steps a terminal shows ^C. */
  private static final int ECHO = 2;

  private static final long REFRESH_NANOSECONDS = 100_000_000;

  /** Metrics may take long to compute: the display takes a part of the time as small as this. */
  private static final int SHARE = 50;

  private final PrintWriter err;
  private final BooleanSupplier terminal;
  private final Supplier<Style> style;
  private Supplier<Map<String, Double>> running = Map::of;
  private Predicate<EpochRecord> best = epoch -> false;
  private Progress progress;
  private EpochPlan plan;
  private long start;
  private long stepsTaken;
  private long stepsInEpoch;
  private long nextTime;
  private int shown;
  private boolean headed;
  private Boolean watched;
  private Style known;

  /**
   * A display.
   *
   * @param err where the lines go
   * @param terminal whether somebody watches. Asked after the first step: the answer takes a while,
   *     and people wait for training
   * @param style how what counts is marked
   */
  public ProgressDisplay(PrintWriter err, BooleanSupplier terminal, Supplier<Style> style) {
    this.err = err;
    this.terminal = terminal;
    this.style = style;
  }

  /** Shows also what an epoch has measured so far. */
  void follow(Supplier<Map<String, Double>> values) {
    running = values;
  }

  /** Marks the epochs that are the best so far. */
  void mark(Predicate<EpochRecord> isBest) {
    best = isBest;
  }

  /** Tells people something. */
  public void note(String text) {
    close();
    err.println(text);
    err.flush();
  }

  @Override
  public void started(Progress size) {
    progress = size;
  }

  @Override
  public void epochStarted(EpochPlan epoch) {
    plan = epoch;
    start = System.nanoTime();
    stepsTaken = 0;
    nextTime = start;
  }

  @Override
  public void stepped(StepRecord step) {
    stepsTaken++;
    stepsInEpoch = step.stepInEpoch();
    long now = System.nanoTime();
    if (now < nextTime || !isTerminal()) {
      return;
    }
    show(live(step, (now - start) / 1e9));
    long after = System.nanoTime();
    nextTime = after + Math.max(REFRESH_NANOSECONDS, SHARE * (after - now));
  }

  /** For example {@code 2/10 120/469 loss 0.2345 accuracy 0.93 rate 0.001 9876/s 0:12 left}. */
  private String live(StepRecord step, double seconds) {
    double each = seconds / stepsTaken;
    double rest =
        plan.steps() - stepsInEpoch + (double) (progress.epochs() - step.epoch()) * plan.steps();
    Map<String, Double> values = running.get();
    // The first after the loss is what models are judged by; others wait for the epoch's end.
    String metric =
        values.keySet().stream()
            .filter(name -> !name.equals("loss"))
            .findFirst()
            .map(name -> name.replace('_', ' ') + " " + Figures.of(values.get(name)))
            .orElse("");
    double speed = plan.batch() / each;
    String examples = speed < 1e7 ? String.format(Locale.ROOT, "%.0f", speed) : Figures.of(speed);
    List<String> parts = new ArrayList<>();
    parts.add(step.epoch() + "/" + progress.epochs());
    parts.add(step.stepInEpoch() + "/" + plan.steps());
    parts.add("loss " + Figures.of(values.getOrDefault("loss", step.loss())));
    parts.add(metric);
    parts.add("rate " + Figures.rate(step.learningRate()));
    parts.add(examples + " examples/s");
    parts.add(Figures.time(rest * each) + " left");
    parts.removeIf(String::isEmpty);
    if (joined(parts).length() > WIDTH - ECHO) {
      parts.replaceAll(part -> part.replace(" examples/s", "/s"));
    }
    // What is left out first is what changes least, then what the epoch's line tells anyway.
    for (String least : List.of("rate ", metric)) {
      if (joined(parts).length() > WIDTH - ECHO) {
        parts.removeIf(part -> part.startsWith(least));
      }
    }
    String text = joined(parts);
    return text.substring(0, Math.min(WIDTH - ECHO, text.length()));
  }

  private static String joined(List<String> parts) {
    return String.join("  ", parts);
  }

  private void show(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
    err.flush();
    shown = text.length();
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    close();
    EpochTable table = EpochTable.of(epoch, progress.epochs());
    if (isTerminal()) {
      table = table.within(WIDTH);
    }
    if (!headed) {
      err.println(style().heading(table.head()));
      headed = true;
    }
    boolean marked = best.test(epoch);
    err.println(marked ? style().good(table.row() + " *") : table.row());
    err.flush();
  }

  private boolean isTerminal() {
    if (watched == null) {
      watched = terminal.getAsBoolean();
    }
    return watched;
  }

  private Style style() {
    if (known == null) {
      known = style.get();
    }
    return known;
  }

  /** Takes the line that follows the steps away. */
  @Override
  public void close() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown + ECHO) + "\r");
      err.flush();
      shown = 0;
    }
  }
}
