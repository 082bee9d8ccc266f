package dev.ranvier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.tensor.TensorType;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static final Model MODEL =
      new Model(
          TensorType.f32(6, 6, 1),
          new Sequential(new Conv2d(8, 3), new Relu(), new Flatten(), new Dense(10).named("head")),
          1);

  @Test
  void showsLayersAndTotals() {
    assertThat(MODEL.summary())
        .hasToString(
            """
            input [6,6,1]
            layer     type     output   parameters  flops
            conv2d1   conv2d   [4,4,8]          80  2,304
            relu1     relu     [4,4,8]           0      0
            flatten1  flatten  [128]             0      0
            head      dense    [10]          1,290  2,560
            total                            1,370  4,864
            """);
    assertThat(MODEL).hasToString("model of f32[6,6,1], 1,370 parameters");
  }
}
