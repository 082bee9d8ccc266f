package dev.ranvier.optim;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of parameters by pattern: {@code *} stands for any text, slashes included, {@code ?} for
 * one character.
 *
 * @param patterns a name is meant that fits one of them
 */
record NamePatterns(List<String> patterns) {
  boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, name));
  }

  /** Fails where a pattern fits no name: it is probably misspelled. */
  void requireUse(String owner, Collection<String> names) {
    for (String pattern : patterns) {
      if (names.stream().noneMatch(name -> fits(pattern, name))) {
        throw new IllegalArgumentException(
            owner
                + ": no parameter is called '"
                + pattern
                + "'; the parameters are "
                + String.join(", ", names));
      }
    }
  }

  private static boolean fits(String pattern, String name) {
    String expression =
        pattern
            .chars()
            .mapToObj(
                character ->
                    switch (character) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(character));
                    })
            .collect(Collectors.joining());
    return name.matches(expression);
  }
}
