package dev.ranvier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainDigitsTest {
  @Test
  void learnsToReadDigits() {
    assertThat(TrainDigits.accuracy(3_000, 3)).isGreaterThan(0.9);
  }
}
