package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int DRAWS = 1 << 18;
  private static final int BINS = 256;

  @Test
  void isAFunctionOfItsCoordinates() {
    assertThat(CounterRandom.of(7, 1, 2)).isEqualTo(CounterRandom.of(7, 1, 2));
    assertThat(
            new int[] {
              CounterRandom.of(8, 1, 2).bits(3),
              CounterRandom.of(7L + (1L << 32), 1, 2).bits(3),
              CounterRandom.of(7, 2, 2).bits(3),
              CounterRandom.of(7, 1, 3).bits(3),
              CounterRandom.of(7, 1, 2L + (1L << 32)).bits(3),
              CounterRandom.of(7, 1, 2).bits(4),
              CounterRandom.of(7, 1, 2).fork(1).bits(3)
            })
        .doesNotHaveDuplicates()
        .doesNotContain(CounterRandom.of(7, 1, 2).bits(3));
  }

  /** Runs are promised to repeat across versions: these numbers must never change. */
  @Test
  void staysTheSameForEver() {
    CounterRandom random = CounterRandom.of(42, 3, 1000);
    assertThat(random.key()).isEqualTo(1105006977);
    assertThat(IntStream.range(0, 4).map(random::bits))
        .containsExactly(-2063542270, -1922325837, 171687852, 1420150720);
  }

  @Test
  void uniformNumbersFillTheUnitInterval() {
    CounterRandom random = CounterRandom.of(1, 0, 0);
    assertThat(chiSquare(random::uniform)).isBetween(150.0, 380.0);
    assertThat(IntStream.range(0, DRAWS).mapToObj(random::uniform)).allMatch(x -> x >= 0 && x < 1);
  }

  @Test
  void bitsAreEquallyOftenSet() {
    CounterRandom random = CounterRandom.of(2, 0, 0);
    for (int bit = 0; bit < 32; bit++) {
      int shift = bit;
      long set = IntStream.range(0, DRAWS).filter(i -> (random.bits(i) >>> shift & 1) == 1).count();
      assertThat((double) set / DRAWS).as("bit %d", bit).isCloseTo(0.5, within(0.005));
    }
  }

  @Test
  void wholeNumbersAreEquallyLikely() {
    CounterRandom random = CounterRandom.of(3, 0, 0);
    int[] counts = new int[7];
    IntStream.range(0, 70_000).forEach(i -> counts[random.below(7, i)]++);
    assertThat(IntStream.of(counts)).allMatch(count -> count > 9_600 && count < 10_400);
  }

  @Test
  void normalNumbersHaveTheRightMoments() {
    CounterRandom random = CounterRandom.of(4, 0, 0);
    assertThat(moment(random::normal, 1)).isCloseTo(0, within(0.01));
    assertThat(moment(random::normal, 2)).isCloseTo(1, within(0.02));
    assertThat(moment(random::normal, 3)).isCloseTo(0, within(0.05));
    assertThat(moment(random::normal, 4)).isCloseTo(3, within(0.1));
  }

  @Test
  void streamsStepsSeedsAndForksAreIndependent() {
    CounterRandom base = CounterRandom.of(5, 1, 100);
    independent(base, CounterRandom.of(5, 2, 100));
    independent(base, CounterRandom.of(5, 1, 101));
    independent(base, CounterRandom.of(6, 1, 100));
    independent(base, base.fork(0));
    independent(base, base.fork(1));
  }

  @Test
  void neighboursAreIndependent() {
    CounterRandom random = CounterRandom.of(6, 0, 0);
    assertThat(correlation(random::uniform, i -> random.uniform(i + 1))).isCloseTo(0, within(0.01));
    // Keys that differ by the index's multiplier must not give one sequence shifted by one.
    CounterRandom shifted = new CounterRandom(random.key() + 0x9E3779B9);
    assertThat(correlation(shifted::uniform, i -> random.uniform(i + 1)))
        .isCloseTo(0, within(0.01));
  }

  @Property(tries = 100)
  void permutationsHoldEveryNumberOnce(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 200) int size) {
    int[] order = CounterRandom.of(seed, 0, 0).permutation(size);
    assertThat(IntStream.of(order).sorted().toArray())
        .containsExactly(IntStream.range(0, size).toArray());
  }

  @Test
  void permutationsAreEquallyLikely() {
    int[] counts = new int[6];
    for (int step = 0; step < 6_000; step++) {
      int[] order = CounterRandom.of(9, 0, step).permutation(3);
      counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    assertThat(IntStream.of(counts)).allMatch(count -> count > 850 && count < 1150);
  }

  private static void independent(CounterRandom a, CounterRandom b) {
    assertThat(correlation(a::uniform, b::uniform)).isCloseTo(0, within(0.01));
    // 16 x 16 cells of pairs: dependence that has no correlation shows here.
    IntToDoubleFunction pair =
        i -> (Math.floor(a.uniform(i) * 16) * 16 + Math.floor(b.uniform(i) * 16)) / 256;
    assertThat(chiSquare(pair)).isBetween(150.0, 380.0);
  }

  /** Expected 255 with deviation 23: outside 150 to 380 once in millions of honest sequences. */
  private static double chiSquare(IntToDoubleFunction draw) {
    double[] counts = new double[BINS];
    IntStream.range(0, DRAWS).forEach(i -> counts[(int) (draw.applyAsDouble(i) * BINS)]++);
    double expected = (double) DRAWS / BINS;
    double sum = 0;
    for (double count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  private static double moment(IntToDoubleFunction draw, int power) {
    return IntStream.range(0, DRAWS)
        .mapToDouble(i -> Math.pow(draw.applyAsDouble(i), power))
        .average()
        .orElseThrow();
  }

  /** The correlation of two sequences of uniform numbers (mean 1/2, variance 1/12). */
  private static double correlation(IntToDoubleFunction a, IntToDoubleFunction b) {
    return 12 * moment(i -> (a.applyAsDouble(i) - 0.5) * (b.applyAsDouble(i) - 0.5), 1);
  }
}
