package dev.ranvier.cli.run;

import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows people a line an epoch, and a bar within the epoch where they sit at a terminal. */
public final class ProgressDisplay implements Listener, AutoCloseable {
  private static final int BAR_WIDTH = 79;
  private static final int NARROWEST = 8;
  private static final int REFRESH_MILLISECONDS = 200;

  private final PrintWriter err;
  private final BooleanSupplier terminal;
  private Progress progress;
  private int steps;
  private ProgressBar bar;
  private boolean headed;

  /**
   * A display.
   *
   * @param err where the lines go
   * @param terminal whether somebody watches, so that a bar makes sense; it goes to stderr. Asked
   *     after the first step: both answer and bar take a while, and people wait for training
   */
  public ProgressDisplay(PrintWriter err, BooleanSupplier terminal) {
    this.err = err;
    this.terminal = terminal;
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
    steps = epoch.steps();
  }

  @Override
  public void stepped(StepRecord step) {
    if (!terminal.getAsBoolean()) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + step.epoch() + "/" + progress.epochs())
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
              .clearDisplayOnFinish()
              .build();
    }
    bar.stepTo(step.stepInEpoch());
    bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", step.loss()));
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    close();
    Map<String, Double> values = new LinkedHashMap<>(epoch.metrics());
    epoch.generalizationGap().ifPresent(gap -> values.put("gap", gap));
    List<String> names = values.keySet().stream().map(name -> name.replace('_', ' ')).toList();
    if (!headed) {
      line(names, names, "epoch", "examples/s", "seconds");
      headed = true;
    }
    line(
        names,
        values.values().stream()
            .map(value -> String.format(Locale.ROOT, value < 1e5 ? "%.4f" : "%.2e", value))
            .toList(),
        epoch.epoch() + "/" + progress.epochs(),
        String.format(Locale.ROOT, "%.0f", epoch.examplesPerSecond()),
        String.format(Locale.ROOT, "%.1f", epoch.seconds()));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** A line of the table, each cell under its metric's name. */
  private void line(
      List<String> names, List<String> cells, String first, String speed, String seconds) {
    StringBuilder text = new StringBuilder(String.format("%9s", first));
    for (int i = 0; i < cells.size(); i++) {
      int width = Math.max(NARROWEST, names.get(i).length());
      text.append(String.format("  %" + width + "s", cells.get(i)));
    }
    err.println(text + String.format("  %10s  %7s", speed, seconds));
    err.flush();
  }
}
