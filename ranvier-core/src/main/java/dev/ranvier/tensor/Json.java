package dev.ranvier.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JSON (RFC 8259) that safetensors headers use: objects, arrays, strings and whole
 * numbers, as maps, lists, strings and longs. Repeated keys are errors, as the format demands.
 */
final class Json {
  /** Headers nest three deep; a limit keeps a crafted file from overflowing the stack. */
  private static final int DEEPEST = 16;

  private final String text;
  private int position;

  private Json(String text) {
    this.text = text;
  }

  /** The value that a text consists of. */
  static Object parse(String text) throws IOException {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.position < text.length()) {
      throw json.expected("the end");
    }
    return value;
  }

  /** A string in quotes, with escapes where they are needed. */
  static String quote(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : string.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private Object value(int depth) throws IOException {
    skipSpace();
    if (depth > DEEPEST) {
      throw expected("no deeper nesting");
    }
    char next = position < text.length() ? text.charAt(position) : '\0';
    return switch (next) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    require('{');
    if (take('}')) {
      return object;
    }
    do {
      skipSpace();
      int start = position;
      String key = string();
      if (object.containsKey(key)) {
        position = start;
        throw expected("another key than " + quote(key) + ", which is there already");
      }
      require(':');
      object.put(key, value(depth + 1));
    } while (take(','));
    require('}');
    return object;
  }

  private List<Object> array(int depth) throws IOException {
    List<Object> array = new ArrayList<>();
    require('[');
    if (take(']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
    } while (take(','));
    require(']');
    return array;
  }

  private String string() throws IOException {
    require('"');
    StringBuilder string = new StringBuilder();
    while (position < text.length() && text.charAt(position) != '"') {
      char c = text.charAt(position++);
      if (c < ' ') {
        position--;
        throw expected("an escape instead of a control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    require('"');
    return string.toString();
  }

  private char escaped() throws IOException {
    char c = position < text.length() ? text.charAt(position++) : '\0';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw expected("an escape");
    };
  }

  private char unicode() throws IOException {
    int end = position + 4;
    if (end > text.length() || !text.substring(position, end).matches("[0-9a-fA-F]{4}")) {
      throw expected("four hexadecimal digits");
    }
    int code = Integer.parseInt(text.substring(position, end), 16);
    position = end;
    return (char) code;
  }

  private Long number() throws IOException {
    int start = position;
    take('-');
    while (position < text.length() && "0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    try {
      if (digits.matches("-?0.+")) {
        throw new NumberFormatException("JSON knows no leading zeros");
      }
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      position = start;
      throw expected("an object, an array, a string or a whole number");
    }
  }

  private boolean take(char c) {
    skipSpace();
    boolean there = position < text.length() && text.charAt(position) == c;
    position += there ? 1 : 0;
    return there;
  }

  private void require(char c) throws IOException {
    if (!take(c)) {
      throw expected("'" + c + "'");
    }
  }

  private void skipSpace() {
    while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private IOException expected(String what) {
    String found =
        position < text.length()
            ? "'"
                + FileText.shown(text.substring(position, Math.min(text.length(), position + 20)))
                + "'"
            : "the end";
    return new IOException("at character " + position + ", expected " + what + ", got " + found);
  }
}
