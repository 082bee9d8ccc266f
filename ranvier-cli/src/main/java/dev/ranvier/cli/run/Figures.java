package dev.ranvier.cli.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them, none longer than {@link #WIDTH} characters. */
public final class Figures {
  /** What a column for numbers holds. */
  public static final int WIDTH = 7;

  private static final int DECIMALS = 4;
  private static final double SMALLEST = 1e-4;
  private static final int SECONDS = 60;

  private Figures() {}

  /** With four decimals where there is room, with fewer, or in scientific form. */
  public static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size == 0 || size >= SMALLEST) {
      for (int decimals = DECIMALS; decimals >= 0; decimals--) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        if (text.length() <= WIDTH) {
          return text;
        }
      }
    }
    String text = String.format(Locale.ROOT, "%.1e", value);
    return text.length() <= WIDTH ? text : String.format(Locale.ROOT, "%.0e", value);
  }

  /** A learning rate: three digits that count, no zeros after them. */
  static String rate(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return of(value);
    }
    String text =
        new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    return text.length() <= WIDTH ? text : String.format(Locale.ROOT, "%.1e", value);
  }

  /** A time as a clock shows it: {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  static String time(double seconds) {
    long all = Math.round(seconds);
    long minutes = all / SECONDS;
    return minutes < SECONDS
        ? String.format("%d:%02d", minutes, all % SECONDS)
        : String.format("%d:%02d:%02d", minutes / SECONDS, minutes % SECONDS, all % SECONDS);
  }
}
