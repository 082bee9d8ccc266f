package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static Dataset table(float... inputs) {
    return TableDataset.regression(Shape.of(2), inputs, Shape.of(1), new float[inputs.length / 2]);
  }

  @Test
  void standardizesEachColumn() {
    Dataset train = table(1, 10, 3, 10, 5, 10);
    Standardize fitted = Standardize.fit(train);

    assertThat(fitted.mean()).containsExactly(3.0, 10.0);
    assertThat(fitted.deviation().get(0)).isCloseTo(Math.sqrt(8 / 3.0), within(1e-12));
    assertThat(fitted.deviation().get(1)).isEqualTo(1.0);
    float[] last = MadeUpExamples.input(train.normalized(fitted), 2);
    assertThat(last[0]).isCloseTo((float) (2 / Math.sqrt(8 / 3.0)), within(1e-6f));
    assertThat(last[1]).isZero();
  }

  @Test
  void standardizesOtherExamplesByTheTrainingNumbers() {
    Standardize fitted = Standardize.fit(table(0, 0, 2, 4));
    assertThat(MadeUpExamples.input(table(5, 6).normalized(fitted), 0)).containsExactly(4, 2);
  }

  @Test
  void standardizesOverall() {
    Standardize fitted = Standardize.fitOverall(table(1, 2, 3, 6));
    assertThat(fitted.mean()).containsExactly(3.0);
    assertThat(fitted.deviation().get(0)).isCloseTo(Math.sqrt(3.5), within(1e-12));
  }

  @Test
  void keepsTheDeviationOfNumbersFarFromZero() {
    Dataset years = table(1_000_000, 0, 1_000_001, 0);
    assertThat(Standardize.fit(years).deviation().get(0)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void standardizesImagesByChannel() {
    byte[] pixels = new byte[3000 * 4 * 3];
    new java.util.Random(3).nextBytes(pixels);
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) 51; // a constant first channel
    }
    Dataset images = new ImageDataset(Shape.of(2, 2, 3), pixels, new int[3000], List.of("only"));
    Standardize fitted = Standardize.fit(images);
    Standardize after = Standardize.fit(images.normalized(fitted));

    assertThat(fitted.mean()).hasSize(3);
    assertThat(fitted.mean().get(0)).isCloseTo(0.2, within(1e-6));
    assertThat(fitted.mean().get(1)).isCloseTo(0.5, within(0.02));
    assertThat(after.mean().get(2)).isCloseTo(0, within(1e-6));
    assertThat(after.deviation().get(2)).isCloseTo(1, within(1e-6));
  }

  @Test
  void scales() {
    assertThat(Scale.fit(table(-8, 2, 4, 0))).isEqualTo(new Scale(1 / 8.0));
    assertThat(Scale.fit(table(0, 0))).isEqualTo(Scale.NONE);
    assertThat(MadeUpExamples.input(table(255, 51).normalized(Scale.BYTES), 0))
        .containsExactly(new float[] {1, 0.2f}, within(1e-6f));
    assertThatThrownBy(() -> new Scale(0))
        .hasMessage("scale: the factor must be finite and not 0, got 0.0");
  }

  @Test
  void movesToTheRangeFromZeroToOne() {
    Dataset train = table(2, 5, 4, 5, 6, 5);
    MinMax fitted = MinMax.fit(train);
    assertThat(fitted).isEqualTo(new MinMax(List.of(2.0, 5.0), List.of(6.0, 5.0)));
    assertThat(MadeUpExamples.input(train.normalized(fitted), 1)).containsExactly(0.5f, 0);
    assertThatThrownBy(() -> new MinMax(List.of(2.0), List.of(1.0)))
        .hasMessage("min-max: a maximum must not be below its minimum, got 2.0 to 1.0");
    assertThatThrownBy(() -> new MinMax(List.of(2.0), List.of()))
        .hasMessage(
            "min-max: needs as many maxima as minima and at least one, got 1 minima and 0 maxima");
  }

  @Test
  void refusesNumbersFittedOnOtherData() {
    Standardize fitted = new Standardize(List.of(1.0, 2.0, 3.0), List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> table(1, 2).normalized(fitted))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "normalize: Standardize of 3 channels does not suit inputs f32[2], expected 1 or 2;"
                + " was it fitted on other data?");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    assertThatThrownBy(() -> Standardize.fit(table(1, 2, Float.NaN, 3)))
        .hasMessage(
            "normalize: the input of example 1 holds a number that is not finite;"
                + " repair or drop the example");
    assertThatThrownBy(() -> new Standardize(List.of(1.0), List.of(0.0)))
        .hasMessage("standardize: every deviation must be above 0, got [0.0]");
    assertThatThrownBy(() -> new Standardize(List.of(1.0), List.of()))
        .hasMessage(
            "standardize: needs as many deviations as means and at least one,"
                + " got 1 means and 0 deviations");
  }
}
