package dev.ranvier.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width, broken between words. */
final class Paragraph {
  private Paragraph() {}

  /** The lines; none of nothing. A word that is wider has a line of its own. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
