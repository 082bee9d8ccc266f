package dev.ranvier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.MadeUpExamples;
import dev.ranvier.data.SoftmaxRegression;
import dev.ranvier.tensor.TensorType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsTest {
  @Test
  void areGreyImagesInTenEqualClasses() {
    Dataset train = Digits.train(1);
    assertThat(train.size()).isEqualTo(20_000);
    assertThat(Digits.test(1).size()).isEqualTo(4_000);
    assertThat(train.inputType()).isEqualTo(TensorType.f32(28, 28, 1));
    assertThat(train.targetType()).isEqualTo(TensorType.i32());
    assertThat(train.classNames()).containsExactlyElementsOf(Dataset.numberedClasses(10));
    int[] counts = new int[10];
    for (int i = 0; i < train.size(); i++) {
      counts[train.label(i)]++;
    }
    assertThat(counts).containsOnly(2_000);
  }

  @Test
  void areTheSameForAnySizeOrderAndNumberOfThreads() {
    Dataset all = Digits.train(3, 500);
    float[][] inOrder =
        IntStream.range(0, 500).mapToObj(i -> MadeUpExamples.input(all, i)).toArray(float[][]::new);
    Dataset more = Digits.train(3, 700);
    float[][] inParallel =
        IntStream.range(0, 500)
            .parallel()
            .mapToObj(i -> MadeUpExamples.input(more, 499 - i))
            .toArray(float[][]::new);
    for (int i = 0; i < 500; i++) {
      assertThat(inParallel[499 - i]).containsExactly(inOrder[i]);
      assertThat(more.label(i)).isEqualTo(all.label(i));
    }
  }

  @Test
  void differBySeedPartAndIndex() {
    float[] one = MadeUpExamples.input(Digits.train(3), 8);
    assertThat(MadeUpExamples.input(Digits.train(3), 8)).containsExactly(one);
    assertThat(MadeUpExamples.input(Digits.train(4), 8)).isNotEqualTo(one);
    assertThat(MadeUpExamples.input(Digits.test(3), 8)).isNotEqualTo(one);
    assertThat(MadeUpExamples.input(Digits.train(3), 18)).isNotEqualTo(one);
  }

  @Test
  void haveInkInTheMiddleAndNoneAtTheEdge() {
    Dataset digits = Digits.train(6, 1_000);
    for (int i = 0; i < digits.size(); i++) {
      float[] image = MadeUpExamples.input(digits, i);
      float brightest = 0;
      float edge = 0;
      float sum = 0;
      for (int pixel = 0; pixel < 784; pixel++) {
        int row = pixel / 28;
        int column = pixel % 28;
        brightest = Math.max(brightest, image[pixel]);
        sum += image[pixel];
        if (row == 0 || column == 0 || row == 27 || column == 27) {
          edge = Math.max(edge, image[pixel]);
        }
      }
      assertThat(brightest).isBetween(0.6f, 1f);
      assertThat(sum).isBetween(15f, 330f);
      assertThat(edge).isLessThan(0.6f);
    }
  }

  @Test
  void areTooHardForALinearModelAndEasierForNeighbours() {
    Dataset train = Digits.train(1, 6_000);
    Dataset test = Digits.test(1, 1_000);
    double linear = SoftmaxRegression.fit(train, 6, 0.03f).accuracy(test);
    double neighbour = nearestNeighbourAccuracy(train, test);
    assertThat(linear).isBetween(0.75, 0.95);
    assertThat(neighbour).isGreaterThan(0.92).isGreaterThan(linear + 0.03);
  }

  private static double nearestNeighbourAccuracy(Dataset train, Dataset test) {
    float[][] known =
        IntStream.range(0, train.size()).mapToObj(i -> halved(train, i)).toArray(float[][]::new);
    long right =
        IntStream.range(0, test.size())
            .parallel()
            .filter(i -> train.label(nearest(known, halved(test, i))) == test.label(i))
            .count();
    return right / (double) test.size();
  }

  /** An image at half the size, so that lines side by side still overlap. */
  private static float[] halved(Dataset digits, int index) {
    float[] image = MadeUpExamples.input(digits, index);
    float[] half = new float[14 * 14];
    for (int pixel = 0; pixel < image.length; pixel++) {
      half[pixel / 56 * 14 + pixel % 28 / 2] += image[pixel];
    }
    return half;
  }

  private static int nearest(float[][] known, float[] input) {
    int best = 0;
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < known.length; i++) {
      float[] other = known[i];
      float distance = 0;
      // Given up as soon as it is too far: most are after a few rows.
      for (int from = 0; from < input.length && distance < least; from += 28) {
        for (int j = from; j < from + 28; j++) {
          float difference = input[j] - other[j];
          distance += difference * difference;
        }
      }
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  @Test
  void refuseAnEmptySet() {
    assertThatThrownBy(() -> Digits.train(1, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("digits: needs 1 to 2739137 examples, got 0");
  }
}
