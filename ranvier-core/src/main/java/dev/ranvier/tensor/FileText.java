package dev.ranvier.tensor;

/** What a file holds, as messages show it. */
public final class FileText {
  private static final int MOST_CHARACTERS = 100;

  private FileText() {}

  /** A text in one line, without control characters, cut where it is long. */
  public static String shown(Object text) {
    StringBuilder shown = new StringBuilder();
    String whole = String.valueOf(text);
    int length = whole.length();
    for (int i = 0; i < length && shown.length() < MOST_CHARACTERS; i++) {
      char each = whole.charAt(i);
      shown.append(Character.isISOControl(each) || each == '\u2028' ? '\uFFFD' : each);
    }
    return shown.length() < length ? shown.append("...").toString() : shown.toString();
  }
}
