package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.optim.Schedule.Moment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Schedules by their formulas; GoldenScheduleTest has those that PyTorch and Keras know too. */
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
    assertThat(new ConstantRate().momentum(after(17))).isEmpty();
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

  @Test
  void whatCountsEpochsStaysForAnEpoch() {
    Schedule cosine = new Cosine().withPer(ScheduleClock.EPOCH);
    assertThat(cosine.rate(0.1, after(19))).isEqualTo(cosine.rate(0.1, after(10)));
    assertThat(cosine.rate(0.1, after(20))).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void geometricStopsAtTheLeastRate() {
    Schedule schedule = new GeometricSchedule(0.5).withMinimum(0.02);
    assertThat(schedule.rate(0.1, after(20))).isCloseTo(0.025, within(1e-12));
    assertThat(schedule.rate(0.1, after(30))).isEqualTo(0.02);
  }

  /** Against the lecture's recursions, step by step. */
  @Test
  void recursiveDecaysAreWhatTheRecursionGives() {
    double exponential = 0.1;
    double inverse = 0.1;
    for (int i = 0; i < 12; i++) {
      assertThat(new RecursiveExponential(0.03).withPer(ScheduleClock.STEP).rate(0.1, after(i)))
          .isCloseTo(exponential, within(1e-12));
      assertThat(new RecursiveInverse(0.03).withPer(ScheduleClock.STEP).rate(0.1, after(i)))
          .isCloseTo(inverse, within(1e-12));
      exponential *= Math.exp(-0.03 * i);
      inverse /= 1 + 0.03 * i;
    }
  }

  @Test
  void snapshotsAreTakenAtTheEndsOfEqualCycles() {
    Snapshot snapshot = new Snapshot(3); // 40 steps: cycles of 14, 14 and 12
    assertThat(snapshot.rate(0.1, after(0))).isEqualTo(0.1);
    assertThat(snapshot.rate(0.1, after(7))).isCloseTo(0.05, within(1e-12));
    assertThat(snapshot.rate(0.1, after(14))).isEqualTo(0.1);
    List<Integer> ends =
        IntStream.range(0, 40).filter(step -> snapshot.endsCycle(after(step))).boxed().toList();
    assertThat(ends).containsExactly(13, 27, 39);
  }

  @Test
  void warmUpHandsOnToAScheduleOfTheRest() {
    Schedule schedule =
        new WarmUp(2, new LinearSchedule()).withPer(ScheduleClock.EPOCH).withStart(0.5);
    assertThat(schedule.rate(0.1, after(0))).isCloseTo(0.05, within(1e-12));
    assertThat(schedule.rate(0.1, after(10))).isCloseTo(0.075, within(1e-12));
    assertThat(schedule.rate(0.1, after(20))).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.rate(0.1, after(30))).isCloseTo(0.05, within(1e-12));
    assertThat(new WarmUp(5, new OneCycle()).momentum(after(0)).orElseThrow())
        .isCloseTo(0.95, within(1e-12));
  }

  @Test
  void aWarmUpLongerThanTheRunIsRefused() {
    assertThatThrownBy(() -> new WarmUp(40, new Cosine()).rate(0.1, after(0)))
        .hasMessage(
            "warm-up: 40 steps are not less than the run's 40; warm up shorter or train longer");
    assertThatThrownBy(
            () -> new WarmUp(5, new Cosine()).withPer(ScheduleClock.EPOCH).rate(0.1, after(0)))
        .hasMessage(
            "warm-up: 5 epochs are not less than the run's 4; warm up shorter or train longer");
  }

  @Test
  void aPlateauIsLookedForInWhatWasMeasured() {
    Schedule plateau = new ReduceOnPlateau().withMetric("accuracy").withPatience(1);
    Schedule accuracy =
        (base, moment) -> plateau.rate(base, moment.withGreaterIsBetter(Set.of("accuracy")));
    List<Map<String, Double>> measured =
        List.of(Map.of("accuracy", 0.5), Map.of("accuracy", 0.4), Map.of("accuracy", 0.5));
    assertThat(accuracy.rate(0.1, after(29).withMeasured(measured.subList(0, 2)))).isEqualTo(0.1);
    assertThat(accuracy.rate(0.1, after(30).withMeasured(measured))).isCloseTo(0.01, within(1e-12));
    assertThat(accuracy.rate(1e-7, after(30).withMeasured(measured)))
        .as("a rate below the minimum is not raised to it")
        .isEqualTo(1e-7);
    Map<String, Double> names = new TreeMap<>(Map.of("accuracy", 0.5, "loss", 1.0));
    assertThatThrownBy(
            () -> new ReduceOnPlateau().rate(0.1, after(10).withMeasured(List.of(names))))
        .hasMessage(
            "reduce-on-plateau: metric 'validation_loss' is not measured, measured are accuracy,"
                + " loss; choose one of them or set examples for validation aside");
  }

  @Test
  void batchesGrowInThePlaceOfAFallingRate() {
    Schedule schedule = new GrowingBatch(2, 500);
    assertThat(List.of(0, 1, 2, 4, 6).stream().map(epoch -> schedule.batch(64, epoch)))
        .containsExactly(64, 64, 128, 256, 500);
    assertThat(new GrowingBatch(1, 1000).withFactor(1.5).batch(10, 3)).isEqualTo(33);
    assertThat(new WarmUp(5, new GrowingBatch(1, 90)).batch(10, 2)).isEqualTo(40);
    assertThat(new Cosine().batch(64, 7)).isEqualTo(64);
    assertThat(new GrowingBatch(1, 90).withSchedule(new Cosine()).rate(0.1, after(5)))
        .isEqualTo(new Cosine().rate(0.1, after(5)));
    // A tenth of the rate or ten times the batch: the same noise, as long as B is small beside N.
    assertThat(Schedule.noiseScale(0.1, 50_000, 100)).isCloseTo(49.9, within(1e-9));
    assertThat(Schedule.noiseScale(0.1, 50_000, 1000)).isCloseTo(4.9, within(1e-9));
    assertThat(Schedule.noiseScale(0.01, 50_000, 100)).isCloseTo(4.99, within(1e-9));
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new StepSchedule(0))
        .hasMessage("step: every must be at least 1, got 0");
    assertThatThrownBy(() -> new StepSchedule(1).withFactor(1.5))
        .hasMessage("step: factor must be above 0 and at most 1, got 1.5");
    assertThatThrownBy(() -> new MultiStep(List.of(5, 3)))
        .hasMessage("multi-step: milestones must be ascending whole numbers from 0 on, got [5, 3]");
    assertThatThrownBy(() -> new Piecewise(List.of(0, 3), List.of(1.0)))
        .hasMessage(
            "piecewise: needs as many factors as moments, the first moment 0, got [0, 3] and"
                + " [1.0]");
    assertThatThrownBy(() -> new OneCycle().withRise(1))
        .hasMessage("one-cycle: rise must be above 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Triangular(0, 5))
        .hasMessage("triangular: maximum must be above 0, got 0.0");
    assertThatThrownBy(() -> new WarmUp(-1, new Cosine()))
        .hasMessage("warm-up: length must be at least 0, got -1");
    assertThatThrownBy(() -> new GrowingBatch(2, 500).withFactor(1))
        .hasMessage("growing-batch: factor must be above 1, got 1.0");
  }
}
