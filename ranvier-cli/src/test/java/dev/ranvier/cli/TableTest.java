package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void alignsTextLeftAndNumbersRight() {
    assertThat(new Table(3).row("name", "n", "x").row("a", 12345, "").toString())
        .isEqualToNormalizingNewlines("name  n       x\na     12,345\n");
  }
}
