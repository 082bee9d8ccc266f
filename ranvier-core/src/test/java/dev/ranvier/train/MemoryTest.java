package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Training leaks nothing, allocates nothing in a steady step, and nobody has to close anything.
 *
 * <p>Measured in a JVM of its own, whose heap is all resident from the start, so that what grows is
 * memory that Ranvier holds.
 */
class MemoryTest {
  private static final Map<String, Double> MEASURED = new TreeMap<>();

  @BeforeAll
  static void measure() throws IOException, InterruptedException {
    assumeThat(MemoryProbe.STATUS)
        .as("resident memory is read from /proc, which this system lacks")
        .exists();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-Xms256m",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProbe.class.getName());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    for (String line : output.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      if (words.getFirst().equals("measured")) {
        MEASURED.put(words.get(1), Double.parseDouble(words.get(2)));
      }
    }
  }

  @Test
  void residentMemoryStaysFlatOverTwentyThousandSteps() {
    assertThat(MEASURED.get("steps")).isBetween(0.9, 1.02);
  }

  @Test
  void residentMemoryStaysFlatOverTwoHundredModelsThatNobodyCloses() {
    assertThat(MEASURED.get("models")).isBetween(0.9, 1.02);
  }

  @Test
  void aSteadyStepAllocatesNothingOnTheHeap() {
    // Reading the counter allocates a little, once; a step that allocated would show 1,000 times.
    assertThat(MEASURED.get("allocated")).isLessThan(1_000);
  }
}
