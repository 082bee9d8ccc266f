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

  /** The JIT compiler may give memory back meanwhile; more than a little would be an error here. */
  private static final double LEAST = 0.95;

  private static final double MOST = 1.01;

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
    assertThat(measured.get("steps")).isBetween(LEAST, MOST);
  }

  @Test
  void residentMemoryStaysFlatOverTwoHundredRefusals() {
    assertThat(measured.get("refusals")).isBetween(0.8, 1.05);
  }

  @Test
  void residentMemoryStaysFlatOverFourHundredModelsThatNobodyCloses() {
    assertThat(measured.get("models")).isBetween(LEAST, MOST);
  }
}
