package dev.ranvier.cli;

import dev.ranvier.cli.run.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** When text for people has colours; the names are those of the option {@code --color}. */
enum ColorMode {
  /** Where stderr is a terminal, unless {@code NO_COLOR} is set (no-color.org). */
  auto,
  /** Also into files and pipes. */
  always,
  /** Nowhere. */
  never;

  private static final String OPTION = "--color";

  /** The mode that arguments ask for, whether or not the rest of them makes sense. */
  static ColorMode of(List<String> arguments) {
    String wanted = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(OPTION + "=")) {
        wanted = argument.substring(OPTION.length() + 1);
      } else if (argument.equals(OPTION) && i + 1 < arguments.size()) {
        wanted = arguments.get(i + 1);
      }
    }
    String name = wanted;
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElse(auto);
  }

  /** The style of what goes to stderr. */
  Style style() {
    return new Style(
        switch (this) {
          case always -> true;
          case never -> false;
          case auto -> allowed(System.getenv()) && Terminal.isStderr();
        });
  }

  /** Whether the environment leaves it to the terminal. */
  static boolean allowed(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
