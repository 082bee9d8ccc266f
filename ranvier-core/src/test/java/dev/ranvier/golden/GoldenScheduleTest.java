package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.optim.Cosine;
import dev.ranvier.optim.CosineRestarts;
import dev.ranvier.optim.ExponentialRange;
import dev.ranvier.optim.ExponentialSchedule;
import dev.ranvier.optim.GeometricSchedule;
import dev.ranvier.optim.InverseSchedule;
import dev.ranvier.optim.LinearSchedule;
import dev.ranvier.optim.MultiStep;
import dev.ranvier.optim.OneCycle;
import dev.ranvier.optim.Piecewise;
import dev.ranvier.optim.PolynomialSchedule;
import dev.ranvier.optim.ReduceOnPlateau;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.Schedule.Moment;
import dev.ranvier.optim.ScheduleClock;
import dev.ranvier.optim.StepSchedule;
import dev.ranvier.optim.Triangular;
import dev.ranvier.optim.Triangular2;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.tensor.NdArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates of every step of a run against PyTorch's, or Keras's where PyTorch has none. */
final class GoldenScheduleTest {
  private static final double BASE = 0.1;
  private static final int STEPS = 40;

  /** Schedules that count steps. */
  static List<Arguments> byStep() {
    return List.of(
        Arguments.of("inverse", new InverseSchedule(0.5).withPer(ScheduleClock.STEP)),
        Arguments.of("exponential", new ExponentialSchedule(0.05).withPer(ScheduleClock.STEP)),
        Arguments.of(
            "piecewise",
            new Piecewise(List.of(0, 10, 25), List.of(1.0, 0.5, 2.0)).withPer(ScheduleClock.STEP)),
        Arguments.of("step", new StepSchedule(7, 0.5, ScheduleClock.STEP)),
        Arguments.of("multi-step", new MultiStep(List.of(5, 20)).withPer(ScheduleClock.STEP)),
        Arguments.of("geometric", new GeometricSchedule(0.9).withPer(ScheduleClock.STEP)),
        Arguments.of("polynomial", new PolynomialSchedule(2)),
        Arguments.of("linear", new LinearSchedule()),
        Arguments.of("cosine", new Cosine().withMinimum(0.01)),
        Arguments.of("cosine-restarts", new CosineRestarts(5, 2, 0.01, ScheduleClock.STEP)),
        Arguments.of("triangular", new Triangular(0.4, 6)),
        Arguments.of("triangular2", new Triangular2(0.4, 6)),
        Arguments.of("exponential-range", new ExponentialRange(0.4, 6, 0.97)),
        Arguments.of("one-cycle", new OneCycle()),
        Arguments.of("warm-up", new WarmUp(8, new Cosine())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byStep")
  void ratesOfSteps(String name, Schedule schedule) {
    NdArray expected = GoldenCase.of("schedules", name).get("rates");
    NdArray rates = NdArray.zeros(expected.shape());
    for (int i = 0; i < STEPS; i++) {
      rates.data()[i] = schedule.rate(BASE, new Moment(i, 10, 4));
    }
    Closeness.require(name, rates, expected, Closeness.DOUBLE);
  }

  @Test
  void oneCyclesMomentum() {
    NdArray expected = GoldenCase.of("schedules", "one-cycle").get("momenta");
    NdArray momenta = NdArray.zeros(expected.shape());
    for (int i = 0; i < STEPS; i++) {
      momenta.data()[i] = new OneCycle().momentum(new Moment(i, 10, 4)).orElseThrow();
    }
    Closeness.require("one-cycle", momenta, expected, Closeness.DOUBLE);
  }

  /** What PyTorch counts in steps is counted in epochs just so. */
  @Test
  void anEpochTakesThePlaceOfAStep() {
    NdArray expected = GoldenCase.of("schedules", "step").get("rates");
    Schedule schedule = new StepSchedule(7).withFactor(0.5);
    for (int epoch = 0; epoch < STEPS; epoch++) {
      for (int step = 0; step < 3; step++) {
        assertThat(schedule.rate(BASE, new Moment(3L * epoch + step, 3, STEPS)))
            .isCloseTo(expected.data()[epoch], within(Closeness.DOUBLE));
      }
    }
  }

  @Test
  void reductionsOnAPlateau() {
    GoldenCase golden = GoldenCase.of("schedules", "reduce-on-plateau");
    NdArray losses = golden.get("losses");
    NdArray rates = NdArray.zeros(losses.shape());
    Schedule schedule = new ReduceOnPlateau().withFactor(0.5).withPatience(2).withMinimum(0.02);
    List<Map<String, Double>> measured = new ArrayList<>();
    for (int epoch = 0; epoch < losses.data().length; epoch++) {
      Moment moment = new Moment(5L * epoch, 5, losses.data().length).withMeasured(measured);
      rates.data()[epoch] = schedule.rate(BASE, moment);
      measured.add(Map.of("loss", 0.0, "validation_loss", losses.data()[epoch]));
    }
    Closeness.require(golden.toString(), rates, golden.get("rates"), Closeness.DOUBLE);
  }
}
