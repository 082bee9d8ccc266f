package dev.ranvier.cli.chart;

import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.train.RateCurve;
import dev.ranvier.train.RateRecipe;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the loss over the learning rate, on a logarithmic axis. */
public final class RateChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final Color PALE = new Color(0xB9, 0xC6, 0xD6);
  private static final Color STRONG = new Color(0x1F, 0x4E, 0x8C);
  private static final Color ACCENT = new Color(0xD1, 0x49, 0x0C);

  /** How far above the first losses the chart goes: what diverges would hide all else. */
  private static final double HEADROOM = 1.25;

  private RateChart() {}

  /** Draws a range test: losses, smoothed losses, and the suggestion. */
  public static void write(Path file, RateCurve curve) {
    List<RateCurve.Point> points = curve.points();
    double top =
        HEADROOM
            * points.stream()
                .limit(points.size() / 4)
                .mapToDouble(each -> each.smoothed())
                .max()
                .orElseThrow();
    double bottom = Math.min(0, curve.lowest().smoothed());
    XYChart chart = chart("Learning rate range test", bottom, top);
    double[] rates = points.stream().mapToDouble(RateCurve.Point::rate).toArray();
    double[] losses = points.stream().mapToDouble(each -> Math.min(top, each.loss())).toArray();
    double[] smoothed =
        points.stream().mapToDouble(each -> Math.min(top, each.smoothed())).toArray();
    style(chart.addSeries("loss of each batch", rates, losses), PALE, 1);
    style(chart.addSeries("smoothed", rates, smoothed), STRONG, 2.5f);
    suggestion(chart, curve.suggestion(), bottom, top);
    save(file, chart);
  }

  /** Draws the runs of the recipe: the loss at the end of each that did not diverge. */
  public static void write(Path file, RateRecipe.Outcome outcome) {
    List<RateRecipe.Run> finite =
        outcome.runs().stream()
            .filter(run -> Double.isFinite(run.loss()))
            .sorted((a, b) -> Double.compare(a.rate(), b.rate()))
            .toList();
    double top = HEADROOM * finite.stream().mapToDouble(RateRecipe.Run::loss).max().orElseThrow();
    XYChart chart = chart("Learning rate recipe", 0, top);
    XYSeries series =
        chart.addSeries(
            "loss at the end of a run",
            finite.stream().mapToDouble(RateRecipe.Run::rate).toArray(),
            finite.stream().mapToDouble(RateRecipe.Run::loss).toArray());
    style(series, STRONG, 2.5f);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(STRONG);
    suggestion(chart, outcome.suggestion(), 0, top);
    save(file, chart);
  }

  private static XYChart chart(String title, double bottom, double top) {
    // Drawing needs no screen, and must not look for one.
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("learning rate")
            .yAxisTitle("loss")
            .build();
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisMin(bottom)
        .setYAxisMax(top)
        .setLegendPosition(LegendPosition.InsideSW)
        .setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLocale(Locale.ROOT);
    return chart;
  }

  private static void suggestion(XYChart chart, double rate, double bottom, double top) {
    XYSeries line =
        chart.addSeries(
            String.format(Locale.ROOT, "suggestion %.2g", rate),
            new double[] {rate, rate},
            new double[] {bottom, top});
    style(line, ACCENT, 2);
  }

  private static void style(XYSeries series, Color color, float width) {
    series.setLineColor(color).setLineStyle(new BasicStroke(width));
    series.setMarker(SeriesMarkers.NONE);
  }

  private static void save(Path file, XYChart chart) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", bytes);
      AtomicFile.write(file, channel -> AtomicFile.append(channel, bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("chart: cannot write '" + file + "' (" + e + ")", e);
    }
  }
}
