package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.optim.Schedule.Moment;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static Moment after(long steps) {
    return new Moment(steps, 10, 4);
  }

  @Test
  void aMomentKnowsHowFarTheRunHasGot() {
    assertThat(after(0).progress()).isZero();
    assertThat(after(25).progress()).isEqualTo(0.625);
    assertThat(after(25).epoch()).isEqualTo(2);
    assertThat(after(50).progress()).isEqualTo(1);
  }

  @Test
  void constantIsTheOptimizersOwnRate() {
    assertThat(new ConstantRate().rate(0.1, after(17))).isEqualTo(0.1);
  }

  @Test
  void cosineFallsAlongHalfACosine() {
    Schedule cosine = new Cosine().withMinimum(0.02);
    assertThat(cosine.rate(0.1, after(0))).isEqualTo(0.1);
    assertThat(cosine.rate(0.1, after(10))).isCloseTo(0.06 + 0.04 * Math.sqrt(0.5), within(1e-12));
    assertThat(cosine.rate(0.1, after(20))).isCloseTo(0.06, within(1e-12));
    assertThat(cosine.rate(0.1, after(40))).isCloseTo(0.02, within(1e-12));
    assertThatThrownBy(() -> new Cosine().withMinimum(-1))
        .hasMessage("cosine: minimum must be at least 0, got -1.0");
  }
}
