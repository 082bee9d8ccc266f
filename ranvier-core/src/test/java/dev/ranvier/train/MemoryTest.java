package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Training leaks nothing, and nobody has to close anything.
 *
 * <p>Measured in a JVM of its own, whose heap is all resident from the start, so that what grows is
 * memory that Ranvier holds.
 */
class MemoryTest {
  private static Map<String, Double> measured;

  @BeforeAll
  static void measure() throws IOException, InterruptedException {
    assumeThat(MemoryProbe.STATUS)
        .as("resident memory is read from /proc, which this system lacks")
        .exists();
    measured =
        Probe.run(
            MemoryProbe.class,
            List.of("-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-Xms256m", "-Xmx256m"));
  }

  @Test
  void residentMemoryStaysFlatOverTwentyThousandSteps() {
    assertThat(measured.get("steps")).isBetween(0.99, 1.01);
  }

  @Test
  void residentMemoryStaysFlatOverFourHundredModelsThatNobodyCloses() {
    assertThat(measured.get("models")).isBetween(0.99, 1.01);
  }
}
