package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KebabCaseTest {
  @ParameterizedTest
  @CsvSource({
    "learningRate, learning-rate",
    "MaxPool2d, max-pool2d",
    "L1L2, l1-l2",
    "F1Score, f1-score",
    "LSTM, lstm",
    "relu, relu",
    "'', ''"
  })
  void aHyphenStandsWhereACapitalFollowsASmallLetterOrADigit(String name, String kebab) {
    assertThat(KebabCase.of(name)).isEqualTo(kebab);
  }

  @ParameterizedTest
  @CsvSource("dev.ranvier.graph.TopologicalOrder, topological-order")
  void aClassGoesByItsSimpleName(Class<?> type, String kebab) {
    assertThat(KebabCase.of(type)).isEqualTo(kebab);
  }
}
