package dev.ranvier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Kind;
import dev.ranvier.optim.Schedule.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schedule in short runs and at the edges of its settings. */
class ScheduleEdgesTest {
  private static final int MOST = Integer.MAX_VALUE;
  private static final double TINY = Double.MIN_VALUE;
  private static final double ALMOST_ONE = Math.nextDown(1.0);
  private static final double HUGE = 1e38;

  static List<Schedule> schedules() {
    List<Schedule> all = new ArrayList<>();
    all.add(new ConstantRate());
    for (ScheduleClock per : ScheduleClock.values()) {
      for (double minimum : new double[] {0, TINY, 0.05, 1}) {
        all.add(new Cosine(minimum, per));
        all.add(new LinearSchedule(minimum, per));
        for (double factor : new double[] {TINY, 0.5, 1}) {
          all.add(new GeometricSchedule(factor, minimum, per));
        }
        for (double power : new double[] {TINY, 1, HUGE}) {
          all.add(new PolynomialSchedule(power, minimum, per));
        }
        for (int period : new int[] {1, 2, 7, MOST}) {
          for (int multiplier : new int[] {1, 2, MOST}) {
            all.add(new CosineRestarts(period, multiplier, minimum, per));
          }
        }
      }
      for (double decay : new double[] {0, TINY, 0.5, Float.MAX_VALUE}) {
        all.add(new ExponentialSchedule(decay, per));
        all.add(new InverseSchedule(decay, per));
        all.add(new RecursiveExponential(decay, per));
        all.add(new RecursiveInverse(decay, per));
      }
      for (double factor : new double[] {TINY, 0.5, 1}) {
        all.add(new StepSchedule(1, factor, per));
        all.add(new StepSchedule(MOST, factor, per));
        all.add(new MultiStep(List.of(), factor, per));
        all.add(new MultiStep(List.of(0, 1, 30, MOST), factor, per));
      }
      all.add(new Piecewise(List.of(0, 1, MOST), List.of(TINY, 10.0, HUGE), per));
      for (double start : new double[] {0, 0.5, ALMOST_ONE}) {
        for (Schedule inside : List.of(new OneCycle(), new Cosine(), new CosineRestarts(1))) {
          all.add(new WarmUp(0, inside, start, per));
          all.add(new WarmUp(1, inside, start, per));
          all.add(new WarmUp(2, inside, start, per));
        }
      }
    }
    for (double rise : new double[] {TINY, 1.0 / 3, 0.3, 0.5, ALMOST_ONE}) {
      for (double divisor : new double[] {Math.nextUp(1.0), 25, Float.MAX_VALUE}) {
        all.add(new OneCycle(rise, divisor, divisor, 0, ALMOST_ONE));
      }
    }
    for (int half : new int[] {1, 2, MOST}) {
      for (double maximum : new double[] {TINY, 0.05, HUGE}) {
        all.add(new Triangular(maximum, half));
        all.add(new Triangular2(maximum, half));
        all.add(new ExponentialRange(maximum, half, TINY));
        all.add(new ExponentialRange(maximum, half, 1));
      }
      all.add(new Snapshot(half));
      all.add(new GrowingBatch(half, 1, 2, new OneCycle()));
      all.add(new GrowingBatch(half, MOST, Float.MAX_VALUE, new OneCycle()));
      for (double minimum : new double[] {0, 0.05, HUGE}) {
        all.add(new ReduceOnPlateau("loss", TINY, half - 1, minimum));
        all.add(new ReduceOnPlateau("loss", ALMOST_ONE, half - 1, minimum));
      }
    }
    return all;
  }

  @Test
  void everyScheduleIsTried() {
    assertThat(schedules().stream().<Class<?>>map(Object::getClass))
        .containsAll(
            Catalog.standard().entries(Kind.SCHEDULES).stream()
                .<Class<?>>map(Entry::type)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void ratesMomentaAndBatchesAreFiniteInRunsOfOneToSixtySteps(Schedule schedule) {
    for (int perEpoch : new int[] {1, 3, 60}) {
      for (int steps = 1; steps <= 60; steps++) {
        for (int step = 0; step < steps; step++) {
          Moment moment = moment(step, steps, perEpoch);
          if (schedule instanceof WarmUp warmUp && warmUp.length() >= warmUp.per().total(moment)) {
            continue; // refused: ScheduleTest
          }
          String context = schedule + " at step " + step + " of " + steps;
          assertThat(schedule.rate(0.1, moment)).as(context).isFinite().isNotNegative();
          schedule
              .momentum(moment)
              .ifPresent(momentum -> assertThat(momentum).as(context).isBetween(0.0, ALMOST_ONE));
          assertThat(schedule.batch(64, moment.epoch())).as(context).isPositive();
          schedule.endsCycle(moment);
        }
      }
    }
  }

  private static Moment moment(int step, int steps, int perEpoch) {
    List<Map<String, Double>> measured =
        Stream.of(3.0, Double.NaN, 2.0, Double.POSITIVE_INFINITY, 0.0, -1.0)
            .map(loss -> Map.of("loss", loss))
            .limit(step / perEpoch)
            .toList();
    return new Moment(step, steps, perEpoch, measured, Set.of());
  }

  @Test
  void oneCycleOfFewStepsBeginsAtTheTop() {
    Schedule third = new OneCycle().withRise(1.0 / 3);
    assertThat(third.rate(0.1, moment(0, 3, 3))).isEqualTo(0.1);
    assertThat(third.rate(0.1, moment(2, 3, 3))).isCloseTo(0.1 / 25e4, within(1e-12));
    assertThat(third.momentum(moment(0, 3, 3)).orElseThrow()).isEqualTo(0.85);
    assertThat(new OneCycle().rate(0.1, moment(0, 1, 1))).isEqualTo(0.1);
  }

  /** When the rate is reduced, epoch by epoch. */
  private static List<Double> rates(Set<String> greaterIsBetter, double... values) {
    Schedule plateau = new ReduceOnPlateau().withMetric("m").withPatience(1).withMinimum(0);
    List<Map<String, Double>> measured =
        DoubleStream.of(values).mapToObj(value -> Map.of("m", value)).toList();
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i <= values.length; i++) {
      Moment moment = new Moment(i, values.length + 1, 1, measured.subList(0, i), greaterIsBetter);
      rates.add(plateau.rate(1, moment));
    }
    return rates;
  }

  @Test
  void aPlateauIsTheSameWhereverAMetricLies() {
    double[] falling = {5, 4, 3, 3.5, 3.5, 2, 1, 1, 1, 0.5};
    List<Double> expected = rates(Set.of(), falling);
    assertThat(expected).contains(1.0, 0.1).endsWith(0.1 * 0.1);
    for (double shift : new double[] {-1, -3, -5, -100, 100}) {
      double[] shifted = DoubleStream.of(falling).map(each -> each + shift).toArray();
      assertThat(rates(Set.of(), shifted)).as("shifted by %s", shift).isEqualTo(expected);
      double[] rising = DoubleStream.of(shifted).map(each -> -each).toArray();
      assertThat(rates(Set.of("m"), rising)).as("rising, by %s", -shift).isEqualTo(expected);
    }
  }

  @Test
  void anImprovementIsMoreThanATenThousandthOfTheBest() {
    assertThat(rates(Set.of(), -1, -1.00009, -1.00009)).endsWith(0.1);
    assertThat(rates(Set.of(), -1, -1.00011, -1.00009)).containsOnly(1.0);
    assertThat(rates(Set.of(), Double.NaN, 2, Double.NaN)).containsOnly(1.0);
    assertThat(rates(Set.of(), Double.POSITIVE_INFINITY, 2, 3)).containsOnly(1.0);
  }
}
