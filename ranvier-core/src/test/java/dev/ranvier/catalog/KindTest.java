package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.Task;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Softmax;
import dev.ranvier.nn.activation.Swish;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.optim.ClipNorm;
import dev.ranvier.train.metric.F1Score;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KindTest {
  @Test
  void followsFromTheRoleThatARecordHas() {
    assertThat(Kind.of(Dense.class)).contains(Kind.LAYERS);
    assertThat(Kind.of(ClipNorm.class)).contains(Kind.OPTIMIZERS);
    assertThat(Kind.of(F1Score.class)).contains(Kind.METRICS);
    assertThat(Kind.of(Task.class)).isEmpty();
  }

  @Test
  void anActivationIsNoneOfTheOtherLayers() {
    assertThat(Kind.of(Swish.class)).contains(Kind.ACTIVATIONS);
    assertThat(Kind.of(Relu.class)).contains(Kind.ACTIVATIONS);
    assertThat(Kind.of(Softmax.class)).contains(Kind.ACTIVATIONS);
    assertThat(Kind.LAYERS.includes(Swish.class)).isFalse();
    assertThat(Kind.LAYERS.includes(Dense.class)).isTrue();
  }

  @Test
  void everyKindButTheArchitecturesHasARole() {
    assertThat(Arrays.stream(Kind.values()).filter(kind -> kind.role().isEmpty()))
        .containsExactly(Kind.ZOO);
  }
}
