package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ViewsTest {
  /** Thirty rows: the input is the row's number; six of class 0, twenty-four of class 1. */
  private static final Dataset ROWS = rows(30);

  private static Dataset rows(int count) {
    float[][] rows = new float[count][1];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i][0] = i;
      classes[i] = i % 5 == 0 ? 0 : 1;
    }
    return TableDataset.of(rows, classes);
  }

  private static int[] numbers(Dataset data) {
    float[] input = new float[1];
    return IntStream.range(0, data.size())
        .map(
            i -> {
              data.copyInput(i, input, 0);
              return (int) input[0];
            })
        .toArray();
  }

  private static long ofClass(Dataset data, int index) {
    return IntStream.range(0, data.size()).filter(i -> data.label(i) == index).count();
  }

  @Test
  void takesFiltersRepeatsAndJoins() {
    assertThat(numbers(ROWS.take(3))).containsExactly(0, 1, 2);
    assertThat(numbers(ROWS.filter(i -> ROWS.label(i) == 0))).containsExactly(0, 5, 10, 15, 20, 25);
    assertThat(numbers(ROWS.take(2).repeat(3))).containsExactly(0, 1, 0, 1, 0, 1);
    Dataset joined = ROWS.range(28, 30).concat(ROWS.take(2), ROWS.range(7, 8));
    assertThat(numbers(joined)).containsExactly(28, 29, 0, 1, 7);
    assertThat(IntStream.range(0, 5).map(joined::label)).containsExactly(1, 1, 0, 1, 1);
    assertThat(joined.exampleName(3)).isEqualTo("example 1 of set 2");
    assertThatThrownBy(() -> ROWS.concat(TableDataset.of(new float[1][2], new int[] {1})))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("concat: set 2 has inputs f32[2]");
    assertThatThrownBy(() -> ROWS.filter(i -> false)).hasMessageContaining("at least one example");
  }

  @Test
  void mapsRelabelsAndKeepsWhatItRead() {
    AtomicInteger calls = new AtomicInteger();
    Dataset twice =
        ROWS.map(
            TensorType.f32(2),
            x -> {
              calls.incrementAndGet();
              return new float[] {x[0], 2 * x[0]};
            });
    float[] input = new float[2];
    twice.copyInput(4, input, 0);
    assertThat(input).containsExactly(4, 8);
    assertThat(twice.inputType()).isEqualTo(TensorType.f32(2));
    Dataset cached = twice.cached();
    for (int i = 0; i < 5; i++) {
      cached.copyInput(7, input, 0);
    }
    assertThat(input).containsExactly(7, 14);
    assertThat(calls).hasValue(2);
    Dataset swapped = ROWS.relabel(List.of("often", "seldom", "never"), c -> 1 - c);
    assertThat(ofClass(swapped, 1)).isEqualTo(6);
    assertThat(swapped.classNames()).containsExactly("often", "seldom", "never");
    assertThatThrownBy(() -> ROWS.relabel(List.of("one"), c -> c))
        .hasMessage("relabel: class 1 ('1') becomes 1, expected 0 to 0");
    Dataset wrong = ROWS.map(TensorType.f32(3), x -> x);
    assertThatThrownBy(() -> wrong.copyInput(2, new float[3], 0))
        .hasMessage("map: the function made 1 numbers of example 2, expected 3 for inputs f32[3]");
  }

  @Test
  void splitsKeepSharesOfClasses() {
    DataSplit split = ROWS.stratifiedSplit(10, 7);
    assertThat(ofClass(split.validation(), 0)).isEqualTo(2);
    assertThat(split.validation().size()).isEqualTo(10);
    assertThat(together(split)).hasSize(30);
    assertThat(numbers(ROWS.stratifiedSplit(10, 7).validation()))
        .isEqualTo(numbers(split.validation()));
    assertThat(numbers(ROWS.stratifiedSplit(10, 8).validation()))
        .isNotEqualTo(numbers(split.validation()));
  }

  @Test
  void foldsValidateEveryExampleOnce() {
    List<DataSplit> folds = ROWS.folds(3, 1);
    Set<Integer> validated = new HashSet<>();
    for (DataSplit fold : folds) {
      assertThat(ofClass(fold.validation(), 0)).isEqualTo(2);
      assertThat(together(fold)).hasSize(30);
      Arrays.stream(numbers(fold.validation())).forEach(validated::add);
    }
    assertThat(validated).hasSize(30);
    assertThatThrownBy(() -> ROWS.folds(31, 1))
        .hasMessage("folds: need 2 to 30 parts of 30 examples, got 31");
  }

  @Test
  void aGroupIsInOnePart() {
    for (int seed = 0; seed < 20; seed++) {
      DataSplit split = ROWS.splitByGroup(i -> i / 4, 9, seed);
      assertThat(split.validation().size()).isBetween(9, 12);
      Set<Integer> groups = new HashSet<>();
      Arrays.stream(numbers(split.validation())).forEach(n -> groups.add(n / 4));
      assertThat(Arrays.stream(numbers(split.train())).map(n -> n / 4)).noneMatch(groups::contains);
      assertThat(together(split)).hasSize(30);
    }
    assertThatThrownBy(() -> ROWS.splitByGroup(i -> "all", 3, 1))
        .hasMessage("split by group: needs at least two groups, got 1");
  }

  @Test
  void samplesByClassAndByWeight() {
    Dataset balanced = ROWS.balanced(3);
    assertThat(ofClass(balanced, 0)).isEqualTo(24);
    assertThat(ofClass(balanced, 1)).isEqualTo(24);
    assertThat(numbers(balanced)).contains(0, 5, 10, 15, 20, 25);
    double[] weights = new double[30];
    weights[3] = 1;
    weights[8] = 3;
    Dataset drawn = ROWS.sampled(weights, 4000, 5);
    long eights = Arrays.stream(numbers(drawn)).filter(n -> n == 8).count();
    assertThat(numbers(drawn)).containsOnly(3, 8);
    assertThat(eights / 4000.0).isBetween(0.72, 0.78);
    assertThatThrownBy(() -> ROWS.sampled(new double[30], 1, 1))
        .hasMessage("sampled: needs a weight above 0, got none");
  }

  private static Set<Integer> together(DataSplit split) {
    Set<Integer> all = new HashSet<>();
    Arrays.stream(numbers(split.train())).forEach(all::add);
    Arrays.stream(numbers(split.validation())).forEach(all::add);
    return all;
  }
}
