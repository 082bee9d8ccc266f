package dev.ranvier.data;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * How a CSV file is written.
 *
 * @param encoding the name of its characters' encoding, such as {@code utf-8} or {@code latin1}; a
 *     byte order mark in the file outweighs it
 * @param separator the character between two fields, {@code tab}, or {@code auto} to find it out
 *     from the head of the file
 * @param decimal the decimal point of its numbers, {@code "."}, {@code ","}, or {@code auto}
 * @param header whether the first line names the columns; otherwise they are called by number, from
 *     0 on
 * @param skipLines how many lines before that are no part of the table
 */
public record CsvFormat(
    String encoding, String separator, String decimal, boolean header, int skipLines) {
  /** What is found out from the file instead of being said. */
  static final String AUTO = "auto";

  private static final String TAB = "tab";

  /** UTF-8, names in the first line, all else found out from the file. */
  public CsvFormat() {
    this("utf-8", AUTO, AUTO, true, 0);
  }

  /** Checks the settings. */
  public CsvFormat {
    charset(encoding);
    boolean single = separator.length() == 1 && !Character.isLetterOrDigit(separator.charAt(0));
    if (!separator.equals(AUTO) && !separator.equals(TAB) && !single
        || separator.length() == 1 && "\"\n\r.+-".contains(separator)) {
      throw new IllegalArgumentException(
          "table: separator must be auto, tab or one character such as ';', got '"
              + separator
              + "'");
    }
    if (!decimal.equals(AUTO) && !decimal.equals(".") && !decimal.equals(",")) {
      throw new IllegalArgumentException(
          "table: decimal must be auto, '.' or ',', got '" + decimal + "'");
    }
    if (!decimal.equals(AUTO) && decimal.equals(separator)) {
      throw new IllegalArgumentException(
          "table: decimal and separator must differ, both are '" + decimal + "'");
    }
    if (skipLines < 0) {
      throw new IllegalArgumentException("table: skip-lines must be at least 0, got " + skipLines);
    }
  }

  /** The encoding of characters. */
  Charset charset() {
    return charset(encoding);
  }

  /** Whether the separator is to be found out. */
  boolean findsSeparator() {
    return separator.equals(AUTO);
  }

  /** Whether the decimal point is to be found out. */
  boolean findsDecimal() {
    return decimal.equals(AUTO);
  }

  /** The separator that was said. */
  char separatorCharacter() {
    return separator.equals(TAB) ? '\t' : separator.charAt(0);
  }

  private static Charset charset(String name) {
    try {
      return name.equalsIgnoreCase("utf-8") ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "table: encoding '"
              + name
              + "' is not known; name one that Java has, such as utf-8, latin1 or windows-1252",
          e);
    }
  }
}
