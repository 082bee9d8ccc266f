package dev.ranvier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class RoundsTest {
  @Test
  void timesAreMillisecondsPerStep() {
    Spread spread =
        new Rounds(3, 0.02)
            .time(
                () -> {
                  long end = System.nanoTime() + 2_000_000;
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                });
    assertThat(spread.min()).isBetween(2.0, 200.0);
    assertThat(spread.min()).isLessThanOrEqualTo(spread.median());
    assertThat(spread.median()).isLessThanOrEqualTo(spread.max());
  }

  @Test
  void warmsUpBeforeItMeasures() {
    AtomicInteger steps = new AtomicInteger();
    Spread spread =
        new Rounds(1, 0.001)
            .time(
                () -> {
                  if (steps.incrementAndGet() <= 4) {
                    LockSupport.parkNanos(400_000_000);
                  }
                });
    assertThat(spread.max()).isLessThan(200);
  }
}
