package dev.ranvier.data;

import java.util.Locale;
import java.util.Set;

/** What the texts in a table's cells mean. */
final class Cells {
  /** Texts that stand for nothing, in lower case. */
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");

  private static final int LONGEST_MISSING = 4;

  private Cells() {}

  /** Whether a text without blanks around it stands for a missing value. */
  static boolean isMissing(String text) {
    return text.length() <= LONGEST_MISSING && MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The number that a text is; not a number where it is none. Digits, one decimal point and an
   * exponent: what Java reads beyond that, such as {@code 1f} or {@code 0x1p3}, is none.
   */
  static double number(String text, char decimal) {
    if (!isNumber(text, decimal)) {
      return Double.NaN;
    }
    double number = Double.parseDouble(decimal == '.' ? text : text.replace(decimal, '.'));
    return Double.isFinite(number) ? number : Double.NaN;
  }

  /** Whether a text is a number with either decimal point. */
  static boolean isNumber(String text) {
    return isNumber(text, '.') || isNumber(text, ',');
  }

  /** Whether a text is written as a number. */
  static boolean isNumber(String text, char decimal) {
    int i = sign(text, 0);
    int whole = digits(text, i);
    int end = whole;
    int count = whole - i;
    if (end < text.length() && text.charAt(end) == decimal) {
      end = digits(text, whole + 1);
      count += end - whole - 1;
    }
    if (count == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int power = sign(text, end + 1);
      end = digits(text, power);
      return end > power && end == text.length();
    }
    return end == text.length();
  }

  private static int sign(String text, int from) {
    boolean signed = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+');
    return signed ? from + 1 : from;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
