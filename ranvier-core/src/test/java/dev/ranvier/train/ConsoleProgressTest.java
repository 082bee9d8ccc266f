package dev.ranvier.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {
  @Test
  void aLineAnEpochBelowAHeader() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConsoleProgress progress = new ConsoleProgress(new PrintStream(bytes, true, UTF_8));
    progress.started(new Listener.Progress(20, 5, 160));
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", 0.51234);
    values.put("accuracy", 0.875);
    values.put("validation_loss", 123_456_789.0);
    progress.epochEnded(new EpochRecord(1, 5, 0.1, values, 160, 0.02));
    progress.epochEnded(new EpochRecord(2, 10, 0.1, values, 160, 2));
    assertThat(bytes.toString(UTF_8).lines())
        .containsExactly(
            "    epoch       loss   accuracy  validation loss  examples/s    seconds",
            "     1/20     0.5123     0.8750         1.23e+08     8000.00     0.0200",
            "     2/20     0.5123     0.8750         1.23e+08     80.0000     2.0000");
  }

  @Test
  void numbersFitTheirColumn() {
    for (double size = 1e-90; size < 1e90; size *= 7) {
      assertThat(ConsoleProgress.number(size)).hasSizeLessThanOrEqualTo(9);
      assertThat(ConsoleProgress.number(-size)).hasSizeLessThanOrEqualTo(9);
    }
    assertThat(ConsoleProgress.number(0)).isEqualTo("0.0000");
    assertThat(ConsoleProgress.number(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void otherListenersLeaveItAndQuietTakesItAway() {
    ConsoleProgress console = new ConsoleProgress(System.err);
    Listener other = new Listener() {};
    Fit fit = new Fit(1).withListeners(console);
    assertThat(fit.withListeners(other).listeners()).containsExactly(console, other);
    assertThat(fit.withListeners(other).quiet().listeners()).containsExactly(other);
    assertThat(fit.withListeners(new ConsoleProgress()).listeners()).hasSize(1);
  }
}
