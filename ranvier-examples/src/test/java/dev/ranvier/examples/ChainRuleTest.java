package dev.ranvier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ChainRuleTest {
  @Test
  void theLecturesGradientsComeOut() {
    assertThat(ChainRule.gradients(-2, 5, -4))
        .extracting(Tensor::item)
        .containsExactly(-4.0, -4.0, 3.0);
  }
}
