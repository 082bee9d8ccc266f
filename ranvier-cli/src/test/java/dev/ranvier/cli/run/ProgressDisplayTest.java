package dev.ranvier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();

  private ProgressDisplay display(boolean terminal, boolean colored) {
    ProgressDisplay display =
        new ProgressDisplay(new PrintWriter(text), () -> terminal, () -> new Style(colored));
    display.started(new Listener.Progress(10, 469, 60_000));
    display.epochStarted(new Listener.EpochPlan(3, 469, 128));
    display.follow(() -> metrics(0.25, "loss", "accuracy"));
    display.mark(epoch -> true);
    return display;
  }

  private static Map<String, Double> metrics(double value, String... names) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    List.of(names).forEach(name -> metrics.put(name, value));
    return metrics;
  }

  private static EpochRecord epoch(double value) {
    Map<String, Double> metrics =
        metrics(value, "loss", "accuracy", "f1", "validation_loss", "validation_accuracy");
    return new EpochRecord(3, 1407, 0.001, metrics, 60_000, 3.5);
  }

  @Test
  void followsTheStepsOnATerminal() throws InterruptedException {
    try (ProgressDisplay display = display(true, false)) {
      Thread.sleep(5); // a step takes a while
      display.stepped(new StepRecord(3, 120, 1058, 7, 0.0012345));
      assertThat(text.toString())
          .matches(
              "\r3/10  120/469  loss 0.2500  accuracy 0.2500  rate 0.00123  [\\d.e+]+(/s| examples/s)"
                  + "  \\d+:\\d\\d left *");
    }
    assertThat(text.toString()).endsWith(" \r");
  }

  @Test
  void elsewhereThereIsALineAnEpoch() {
    try (ProgressDisplay display = display(false, false)) {
      display.stepped(new StepRecord(3, 120, 1058, 7, 0.0012345));
      assertThat(text.toString()).isEmpty();
      display.epochEnded(epoch(0.25));
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "epoch     loss  accuracy       f1  val loss  val accuracy      gap     rate"
                + "  examples/s  seconds",
            " 3/10   0.2500    0.2500   0.2500    0.2500        0.2500   0.0000    0.001"
                + "       17143      3.5 *");
  }

  @Test
  void theBestEpochHasAColourOnRequest() {
    try (ProgressDisplay display = display(true, true)) {
      display.epochEnded(epoch(0.25));
    }
    assertThat(text.toString()).contains("\u001B[1mepoch", "\u001B[32m 3/10", "*\u001B[0m");
  }

  @ParameterizedTest
  @CsvSource({"0.25", "1e-12", "123456789", "-98765.4321", "1e300", "NaN"})
  void nothingIsWiderThanATerminal(double value) {
    try (ProgressDisplay display = display(true, false)) {
      display.follow(() -> metrics(value, "loss", "validation_of_a_long_name_for_a_metric"));
      display.stepped(new StepRecord(3, 120, 1058, value, value));
      assertThat(text.toString().strip()).hasSizeBetween(40, ProgressDisplay.WIDTH);
      text.getBuffer().setLength(0);
      display.epochEnded(epoch(value));
    }
    List<String> lines = text.toString().lines().map(line -> line.replace("\r", "")).toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.strip()).hasSizeLessThan(80));
    assertThat(lines.getLast()).contains(" " + Figures.of(value) + "  ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0000",
    "0.12345, 0.1235",
    "12.34567, 12.3457",
    "-12.34567, -12.346",
    "1234567, 1234567",
    "12345678, 1.2e+07",
    "-123456789, -1e+08",
    "0.00001234, 1.2e-05",
    "NaN, NaN",
    "-Infinity, -inf",
  })
  void numbersTakeSevenCharactersAtMost(double value, String shown) {
    assertThat(Figures.of(value)).isEqualTo(shown).hasSizeLessThanOrEqualTo(Figures.WIDTH);
  }

  @ParameterizedTest
  @CsvSource({"7, 0:07", "754, 12:34", "3723, 1:02:03"})
  void timesAreAsOnAClock(double seconds, String shown) {
    assertThat(Figures.time(seconds)).isEqualTo(shown);
  }
}
