package dev.ranvier.tensor;

/** What a file holds, as messages show it. */
public final class FileText {
  private static final int MOST_CHARACTERS = 100;

  private FileText() {}

  /** A message in one line, whatever of a file it quotes. */
  public static String inOneLine(String message) {
    StringBuilder line = new StringBuilder(message.length());
    for (int i = 0; i < message.length(); i++) {
      line.append(isBreak(message.charAt(i)) ? '\uFFFD' : message.charAt(i));
    }
    return line.toString();
  }

  private static boolean isBreak(char each) {
    return Character.isISOControl(each) || each == '\u2028' || each == '\u2029';
  }

  /** A text in one line, without control characters, cut where it is long. */
  public static String shown(Object text) {
    StringBuilder shown = new StringBuilder();
    String whole = String.valueOf(text);
    int length = whole.length();
    for (int i = 0; i < length && shown.length() < MOST_CHARACTERS; i++) {
      char each = whole.charAt(i);
      shown.append(isBreak(each) ? '\uFFFD' : each);
    }
    return shown.length() < length ? shown.append("...").toString() : shown.toString();
  }
}
