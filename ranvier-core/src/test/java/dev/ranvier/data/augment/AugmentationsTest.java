package dev.ranvier.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AugmentationsTest {
  private static final int HEIGHT = 9;
  private static final int WIDTH = 12;

  /** One line for every member. */
  static Stream<Augmentation> all() {
    return Stream.of(
        new Brightness(0.4),
        new Contrast(0.6),
        new Saturation(0.8),
        new Hue(0.3),
        new RandomGrayscale(0.7),
        new ColorJitter(0.3, 0.3, 0.3, 0.2),
        new Flip(),
        new VerticalFlip(),
        new Shift(3),
        new Rotate(30),
        new RandomAffine(10, 0.2, 0.2),
        new ElasticDistortion(2, 8),
        new RandomResizedCrop(),
        new Cutout(5),
        new RandomErasing().withProbability(0.9),
        new PixelNoise(0.2),
        new SaltAndPepper(0.3),
        new GaussianBlur(2),
        new Sharpen(2),
        new Sometimes(0.8, new Brightness(0.5)),
        new OneOf(List.of(new VerticalFlip(), new Contrast(0.5))));
  }

  private static ImageBuffer image(int channels) {
    ImageBuffer image = new ImageBuffer(Shape.of(HEIGHT, WIDTH, channels));
    CounterRandom random = CounterRandom.of(5, 6, 7);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = random.uniform(i);
    }
    return image;
  }

  @ParameterizedTest
  @MethodSource("all")
  void changesByItsKeyAloneAndStaysAnImage(Augmentation augmentation) {
    for (int channels : new int[] {1, 3}) {
      boolean changed = false;
      for (int key = 0; key < 40; key++) {
        ImageBuffer once = image(channels);
        ImageBuffer again = image(channels);
        again.spare()[0] = 7; // unknown content
        augmentation.apply(once, new CounterRandom(key));
        augmentation.apply(again, new CounterRandom(key));
        assertThat(once.pixels()).isEqualTo(again.pixels());
        assertThat(once.pixels()).hasSize(HEIGHT * WIDTH * channels);
        for (float pixel : once.pixels()) {
          assertThat(pixel).isBetween(-1e-6f, 1 + 1e-6f);
        }
        changed |= !Arrays.equals(once.pixels(), image(channels).pixels());
      }
      boolean ofColors =
          augmentation instanceof Saturation
              || augmentation instanceof Hue
              || augmentation instanceof RandomGrayscale;
      assertThat(changed).isEqualTo(channels == 3 || !ofColors);
    }
  }

  @Test
  void brightnessContrastAndSaturationBlend() {
    CounterRandom random = new CounterRandom(3);
    float factor = (float) (0.5 + random.uniform(0));
    ImageBuffer before = image(3);
    ImageBuffer image = image(3);
    new Brightness(0.5).apply(image, random);
    assertThat(image.pixels()[4])
        .isCloseTo(Math.min(1, factor * before.pixels()[4]), within(1e-6f));

    image = image(3);
    double mean = 0;
    for (int i = 0; i < before.pixels().length; i += 3) {
      mean += gray(before.pixels(), i) / (HEIGHT * WIDTH);
    }
    new Contrast(0.5).apply(image, random);
    double blended = factor * before.pixels()[4] + (1 - factor) * mean;
    assertThat(image.pixels()[4])
        .isCloseTo((float) Math.max(0, Math.min(1, blended)), within(1e-5f));

    image = image(3);
    new Saturation(0.5).apply(image, random);
    blended = factor * before.pixels()[4] + (1 - factor) * gray(before.pixels(), 3);
    assertThat(image.pixels()[4])
        .isCloseTo((float) Math.max(0, Math.min(1, blended)), within(1e-5f));

    image = image(3);
    new RandomGrayscale(1).apply(image, random);
    for (int c = 0; c < 3; c++) {
      assertThat((double) image.pixels()[3 + c]).isCloseTo(gray(before.pixels(), 3), within(1e-6));
    }
  }

  private static double gray(float[] pixels, int i) {
    return 0.2989 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2];
  }

  /** A third of a turn makes red green; no turn changes nothing. */
  @Test
  void huesTurn() {
    for (int key = 0; key < 30; key++) {
      ImageBuffer image = new ImageBuffer(Shape.of(1, 1, 3));
      image.pixels()[0] = 1;
      CounterRandom random = new CounterRandom(key);
      float turn = (2 * random.uniform(0) - 1) * 0.5f;
      new Hue(0.5).apply(image, random);
      // From red on, the next channel rises for a sixth of a turn, then red falls for another.
      float sixths = 6 * Math.abs(turn);
      float near = turn > 0 ? image.pixels()[1] : image.pixels()[2];
      assertThat(near).isCloseTo(Math.min(1, sixths), within(1e-4f));
      assertThat(image.pixels()[0]).isCloseTo(Math.max(0, Math.min(1, 2 - sixths)), within(1e-4f));
    }
    ImageBuffer image = image(3);
    new Hue(0).apply(image, new CounterRandom(1));
    float[] before = image(3).pixels();
    for (int i = 0; i < before.length; i++) {
      assertThat(image.pixels()[i]).isCloseTo(before[i], within(1e-5f));
    }
  }

  @Test
  void mirrorsTopToBottom() {
    int mirrored = 0;
    for (int key = 0; key < 200; key++) {
      ImageBuffer image = image(1);
      new VerticalFlip().apply(image, new CounterRandom(key));
      float[] before = image(1).pixels();
      if (image.pixels()[0] != before[0]) {
        mirrored++;
        for (int i = 0; i < before.length; i++) {
          int row = HEIGHT - 1 - i / WIDTH;
          assertThat(image.pixels()[i]).isEqualTo(before[row * WIDTH + i % WIDTH]);
        }
      }
    }
    assertThat(mirrored).isBetween(75, 125);
  }

  @Test
  void aWholeCropIsTheImageAndAPartIsEnlarged() {
    ImageBuffer image = image(3);
    new RandomResizedCrop(1, 1).apply(image, new CounterRandom(1));
    float[] before = image(3).pixels();
    for (int i = 0; i < before.length; i++) {
      assertThat(image.pixels()[i]).isCloseTo(before[i], within(1e-5f));
    }
    // A ramp stays a ramp, less steep.
    for (int key = 0; key < 20; key++) {
      ImageBuffer ramp = new ImageBuffer(Shape.of(32, 32, 1));
      for (int i = 0; i < 1024; i++) {
        ramp.pixels()[i] = i % 32 / 31f;
      }
      new RandomResizedCrop(0.3, 1).apply(ramp, new CounterRandom(key));
      float step = ramp.pixels()[17] - ramp.pixels()[16];
      assertThat(step).isBetween(0.5f / 31, 1.001f / 31);
      assertThat(ramp.pixels()[21] - ramp.pixels()[20]).isCloseTo(step, within(1e-5f));
    }
  }

  @Test
  void erasesRectangles() {
    for (int key = 0; key < 50; key++) {
      ImageBuffer image = new ImageBuffer(Shape.of(20, 20, 3));
      Arrays.fill(image.pixels(), 1);
      new Cutout(6).apply(image, new CounterRandom(key));
      assertThat(black(image)).isBetween(9L, 36L);
      Arrays.fill(image.pixels(), 1);
      new RandomErasing(1, 0.1, 0.2).apply(image, new CounterRandom(key));
      assertThat(black(image)).isBetween(30L, 95L);
    }
  }

  private static long black(ImageBuffer image) {
    long black = 0;
    for (int i = 0; i < image.pixels().length; i += image.channels()) {
      black += image.pixels()[i] == 0 ? 1 : 0;
    }
    return black;
  }

  @Test
  void noiseHasItsDeviationAndSaltIsAsFrequentAsPepper() {
    ImageBuffer image = new ImageBuffer(Shape.of(100, 100, 1));
    Arrays.fill(image.pixels(), 0.5f);
    new PixelNoise(0.1).apply(image, new CounterRandom(1));
    double squares = 0;
    for (float pixel : image.pixels()) {
      squares += (pixel - 0.5) * (pixel - 0.5);
    }
    assertThat(Math.sqrt(squares / 10_000)).isCloseTo(0.1, within(0.003));
    Arrays.fill(image.pixels(), 0.5f);
    new SaltAndPepper(0.2).apply(image, new CounterRandom(1));
    assertThat(black(image) / 10_000.0).isCloseTo(0.1, within(0.01));
  }

  @Test
  void blurKeepsConstantImagesAndSharpeningUndoesNone() {
    ImageBuffer image = new ImageBuffer(Shape.of(6, 7, 3));
    Arrays.fill(image.pixels(), 0.25f);
    new GaussianBlur(3).apply(image, new CounterRandom(1));
    new Sharpen(3).apply(image, new CounterRandom(1));
    for (float pixel : image.pixels()) {
      assertThat(pixel).isCloseTo(0.25f, within(1e-6f));
    }
    ImageBuffer point = new ImageBuffer(Shape.of(21, 21, 1));
    point.pixels()[10 * 21 + 10] = 1;
    GaussianBlur.blur(point, 2);
    assertThat(point.pixels()[10 * 21 + 12] / point.pixels()[10 * 21 + 10])
        .isCloseTo((float) Math.exp(-0.5), within(1e-4f));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> new Hue(0.6)).hasMessage("hue: amount must be at most 0.5, got 0.6");
    ImageBuffer two = image(2);
    for (Augmentation each : List.of(new Hue(0.1), new Saturation(1), new RandomGrayscale())) {
      assertThatThrownBy(() -> each.apply(two, new CounterRandom(1)))
          .hasMessageEndingWith(
              ": needs grey images of 1 channel or colour images of 3, got 2; leave it out for this"
                  + " data");
    }
    assertThatThrownBy(() -> new Sometimes(1.5, new Flip()))
        .hasMessage("sometimes: probability must be from 0 to 1, got 1.5");
    assertThatThrownBy(() -> new OneOf(List.of()))
        .hasMessage("one-of: needs at least one augmentation, got none");
    assertThatThrownBy(() -> new RandomErasing(1, 0.5, 0.2))
        .hasMessage("random-erasing: least must be at most most, got 0.5 and 0.2");
  }
}
