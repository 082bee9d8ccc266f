package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestMatchTest {
  @ParameterizedTest
  @CsvSource({
    "mnsit, mnist, 1",
    "filter, filters, 1",
    "kitten, sitting, 3",
    "learning_rate, learning-rate, 0",
    "Dense, dense, 0",
    "'', abc, 3",
  })
  void countsSlips(String left, String right, int slips) {
    assertThat(NearestMatch.distance(left, right)).isEqualTo(slips);
    assertThat(NearestMatch.distance(right, left)).isEqualTo(slips);
  }

  @Test
  void proposesOnlyWhatIsNear() {
    List<String> allowed = List.of("digits", "mnist", "mnist-lenet");
    assertThat(NearestMatch.hint("digit", allowed)).isEqualTo("; did you mean 'digits'?");
    assertThat(NearestMatch.hint("mnist-lent", allowed)).isEqualTo("; did you mean 'mnist-lenet'?");
    assertThat(NearestMatch.hint("imagenet", allowed)).isEmpty();
  }

  @Test
  void proposesTheShortestNameThatHoldsTheGivenOne() {
    List<String> allowed = List.of("softmax-cross-entropy-2", "softmax-cross-entropy", "squared");
    assertThat(NearestMatch.of("cross_entropy", allowed)).contains("softmax-cross-entropy");
    assertThat(NearestMatch.of("max", allowed)).isEmpty();
  }
}
