package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kernels run on as many threads as were asked for, and never on more than there are processors,
 * whoever calls them: one training or several, several engines, predictions on callers' threads.
 */
class ThreadsTest {
  /**
   * The threads are looked at one by one, and one may begin between two looks as another ends: seen
   * in up to a third of the looks where callers change quickly. Where runs do not wait for each
   * other it is four looks of five, or all.
   */
  private static final double RARELY = 0.5;

  private static final double OFTEN = 0.01;

  private static Map<String, Double> measured;

  @BeforeAll
  static void measure() throws IOException, InterruptedException {
    assumeThat(ThreadsProbe.TASKS)
        .as("what threads do is read from /proc, which this system lacks")
        .exists();
    measured = Probe.run(ThreadsProbe.class, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one-thread",
        "all-threads",
        "two-trainings",
        "two-engines",
        "callers",
        "callers-and-training"
      })
  void noMoreThreadsRunThanWereAskedFor(String work) {
    assertThat(measured.get(work + "-over")).isLessThan(RARELY);
    // Else threads were not seen at all.
    assertThat(measured.get(work + "-full")).isGreaterThan(OFTEN);
  }
}
