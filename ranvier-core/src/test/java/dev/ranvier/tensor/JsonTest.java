package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void readsObjectsArraysStringsAndWholeNumbers() throws IOException {
    assertThat(Json.parse(" {\"a\" : [ 1 , -20, [ ] ], \"\" : { } ,\"c\":\"\\/\\b\\u00e9\"}\n"))
        .isEqualTo(Map.of("a", List.of(1L, -20L, List.of()), "", Map.of(), "c", "/\bé"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,]|at character 3, expected an object, an array, a string or a whole number, got ']'",
        "[1 2]|at character 3, expected ']', got '2]'",
        "{a:1}|at character 1, expected '\"', got 'a:1}'",
        "[01]|at character 1, expected an object, an array, a string or a whole number, got '01]'",
        "[1]]|at character 3, expected the end, got ']'",
        "\"ab|at character 3, expected '\"', got the end",
        "\"\\u12g4\"|at character 3, expected four hexadecimal digits, got '12g4\"'",
        "99999999999999999999|at character 0, expected an object, an array, a string or a whole"
            + " number, got '99999999999999999999'",
      })
  void saysWhereItStumbles(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IOException.class).hasMessage(message);
  }

  @Test
  void doesNotFollowEndlessNesting() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("at character 17, expected no deeper nesting");
  }

  @Property(tries = 200)
  void readsWhatItQuotes(@ForAll @CharRange(from = '\u0000', to = '\u00ff') String text)
      throws IOException {
    assertThat(Json.parse(Json.quote(text))).isEqualTo(text);
  }
}
