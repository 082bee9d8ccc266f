package dev.ranvier.train;

import java.util.List;
import java.util.Locale;

/** What stopping criteria read off the history, and how their reasons write it. */
public final class Curve {
  private Curve() {}

  /**
   * The values of an error, to be divided by one another.
   *
   * @throws IllegalArgumentException when the last is below 0
   */
  public static List<Double> amounts(String owner, String metric, History history) {
    List<Double> errors = history.metric(metric);
    if (errors.getLast() < 0) {
      throw new IllegalArgumentException(
          owner
              + ": compares errors by their quotient, which needs values from 0 on, got "
              + metric
              + " "
              + number(errors.getLast())
              + "; use patience");
    }
    return errors;
  }

  /** A number with four significant digits, zeros at the end left out. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value)
        .replaceFirst("(\\.[0-9]*?)0+(e|$)", "$1$2")
        .replaceFirst("\\.(e|$)", "$1");
  }
}
