package dev.ranvier.cli.run;

/**
 * How text for people is marked.
 *
 * @param colored whether by colours, with the escape sequences of ECMA-48
 */
public record Style(boolean colored) {
  private static final String RESET = "\u001B[0m";

  /** A heading. */
  public String heading(String text) {
    return colored ? "\u001B[1m" + text + RESET : text;
  }

  /** What is good, such as the best epoch. */
  public String good(String text) {
    return colored ? "\u001B[32m" + text + RESET : text;
  }

  /** What went wrong. */
  public String bad(String text) {
    return colored ? "\u001B[1;31m" + text + RESET : text;
  }
}
