package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.augment.ElasticDistortion;
import dev.ranvier.data.augment.Flip;
import dev.ranvier.data.augment.RandomAffine;
import dev.ranvier.data.augment.Rotate;
import dev.ranvier.data.augment.Shift;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {
  static List<Augmentation> all() {
    return List.of(
        new Shift(2),
        new Rotate(30),
        new Flip(),
        new RandomAffine(10, 0.2, 0.1),
        new ElasticDistortion(2, 8));
  }

  /** A blob of ink, larger on the left, in the middle of a 20 by 16 image of two channels. */
  private static ImageBuffer blob() {
    ImageBuffer image = new ImageBuffer(Shape.of(20, 16, 2));
    for (int y = 7; y < 13; y++) {
      for (int x = 5; x < 11; x++) {
        image.pixels()[(y * 16 + x) * 2] = 12 - x;
        image.pixels()[(y * 16 + x) * 2 + 1] = y;
      }
    }
    return image;
  }

  private static float[] changed(Augmentation augmentation, int example) {
    ImageBuffer image = blob();
    augmentation.apply(image, CounterRandom.of(5, 1, 0).fork(example));
    return image.pixels().clone();
  }

  private static double sum(float[] pixels) {
    double sum = 0;
    for (float pixel : pixels) {
      sum += pixel;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void changesAnExampleTheSameWayAgainAndOthersOtherwise(Augmentation augmentation) {
    Set<String> results = new HashSet<>();
    for (int example = 0; example < 20; example++) {
      float[] once = changed(augmentation, example);
      assertThat(changed(augmentation, example)).containsExactly(once);
      results.add(java.util.Arrays.toString(once));
    }
    assertThat(results.size()).isGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsTheInkOfWhatStaysInside(Augmentation augmentation) {
    double before = sum(blob().pixels());
    for (int example = 0; example < 20; example++) {
      assertThat(sum(changed(augmentation, example))).isBetween(before * 0.6, before * 1.5);
    }
  }

  @Test
  void shiftsByEveryDistanceAndFillsWithBlack() {
    Set<Integer> places = new HashSet<>();
    for (int example = 0; example < 300; example++) {
      ImageBuffer image = new ImageBuffer(Shape.of(3, 3, 1));
      image.pixels()[4] = 1;
      new Shift(1).apply(image, CounterRandom.of(2, 1, 0).fork(example));
      assertThat(sum(image.pixels())).isEqualTo(1);
      for (int i = 0; i < 9; i++) {
        if (image.pixels()[i] == 1) {
          places.add(i);
        }
      }
    }
    assertThat(places).hasSize(9);
  }

  @Test
  void shiftsFurtherThanTheImageIsWide() {
    ImageBuffer image = new ImageBuffer(Shape.of(2, 2, 1));
    for (int example = 0; example < 50; example++) {
      java.util.Arrays.fill(image.pixels(), 1);
      new Shift(5).apply(image, CounterRandom.of(2, 1, 0).fork(example));
      assertThat(sum(image.pixels())).isBetween(0.0, 4.0);
    }
  }

  @Test
  void flipsAboutHalfOfTheImagesLeftToRight() {
    int flipped = 0;
    for (int example = 0; example < 200; example++) {
      ImageBuffer image = new ImageBuffer(Shape.of(1, 3, 2));
      System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, image.pixels(), 0, 6);
      new Flip().apply(image, CounterRandom.of(2, 1, 0).fork(example));
      if (image.pixels()[0] == 1) {
        assertThat(image.pixels()).containsExactly(1, 2, 3, 4, 5, 6);
      } else {
        assertThat(image.pixels()).containsExactly(5, 6, 3, 4, 1, 2);
        flipped++;
      }
    }
    assertThat(flipped).isBetween(70, 130);
  }

  @Test
  void turnsByAQuarter() {
    ImageBuffer image = new ImageBuffer(Shape.of(3, 3, 1));
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, image.pixels(), 0, 9);
    image.warpLinear(0, 1, -1, 0);
    assertThat(image.pixels()).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void interpolatesBetweenPixelsAndTowardsBlackOutside() {
    ImageBuffer image = new ImageBuffer(Shape.of(1, 3, 1));
    System.arraycopy(new float[] {2, 4, 8}, 0, image.pixels(), 0, 3);
    image.warp(new float[] {0.25f, -0.5f, 0.5f}, new float[3]);
    assertThat(image.pixels()).containsExactly(2.5f, 3, 4);
    image.warp(new float[] {-2, 5, 0}, new float[] {0, 0, -1});
    assertThat(image.pixels()).containsExactly(0, 0, 0);
  }

  @Test
  void leavesTheImageWhenNothingMayChange() {
    float[] before = blob().pixels();
    for (Augmentation none :
        List.of(
            new Shift(0), new Rotate(0), new RandomAffine(0, 0, 0), new ElasticDistortion(4, 0))) {
      assertThat(changed(none, 3)).containsExactly(before);
    }
  }

  @Test
  void bendsByDistancesOfTheSizeThePaperDescribes() {
    // An image that holds its own columns shows by how much each pixel was moved.
    double squares = 0;
    int count = 0;
    for (int example = 0; example < 400; example++) {
      ImageBuffer image = new ImageBuffer(Shape.of(28, 28, 1));
      for (int i = 0; i < 784; i++) {
        image.pixels()[i] = i % 28;
      }
      new ElasticDistortion(4, 34).apply(image, CounterRandom.of(8, 1, 0).fork(example));
      for (int y = 10; y < 18; y++) {
        for (int x = 10; x < 18; x++) {
          double moved = image.pixels()[y * 28 + x] - x;
          squares += moved * moved;
          count++;
        }
      }
    }
    // alpha · sqrt(1/3) / (2 sigma sqrt(pi)) for even noise under a Gaussian of sum 1
    assertThat(Math.sqrt(squares / count)).isCloseTo(1.38, within(0.1));
  }

  @Test
  void refusesSettingsWithoutSense() {
    assertThatThrownBy(() -> new Shift(-1)).hasMessage("shift: pixels must be at least 0, got -1");
    assertThatThrownBy(() -> new Rotate(181))
        .hasMessage("rotate: needs 0 to 180 degrees, got 181.0");
    assertThatThrownBy(() -> new RandomAffine(0, 0, 1))
        .hasMessage(
            "affine: needs degrees from 0 to 180, shear from 0 and zoom from 0 to below 1,"
                + " got 0.0, 0.0 and 1.0");
    assertThatThrownBy(() -> new ElasticDistortion(0, 1))
        .hasMessage("elastic-distortion: sigma must be above 0, got 0.0");
    assertThatThrownBy(() -> new ImageBuffer(Shape.of(4)))
        .hasMessage(
            "augmentation: needs images [height,width,channels], got inputs [4];"
                + " leave it out for this data");
  }
}
