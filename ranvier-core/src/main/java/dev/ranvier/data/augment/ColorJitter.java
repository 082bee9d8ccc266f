package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.tensor.CounterRandom;
import java.util.List;

/**
 * {@link Brightness}, {@link Contrast}, {@link Saturation} and {@link Hue} in random order, as
 * torchvision's {@code ColorJitter}.
 *
 * @param brightness the largest change of brightness
 * @param contrast the largest change of contrast
 * @param saturation the largest change of saturation
 * @param hue the largest turn of hues, at most 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue)
    implements Augmentation {
  /** No change. */
  public ColorJitter() {
    this(0, 0, 0, 0);
  }

  /** Checks the amounts. */
  public ColorJitter {
    parts(brightness, contrast, saturation, hue);
  }

  /** The same with another change of brightness. */
  public ColorJitter withBrightness(double other) {
    return new ColorJitter(other, contrast, saturation, hue);
  }

  /** The same with another change of contrast. */
  public ColorJitter withContrast(double other) {
    return new ColorJitter(brightness, other, saturation, hue);
  }

  /** The same with another change of saturation. */
  public ColorJitter withSaturation(double other) {
    return new ColorJitter(brightness, contrast, other, hue);
  }

  /** The same with another turn of hues. */
  public ColorJitter withHue(double other) {
    return new ColorJitter(brightness, contrast, saturation, other);
  }

  private static List<Augmentation> parts(
      double brightness, double contrast, double saturation, double hue) {
    return List.of(
        new Brightness(brightness),
        new Contrast(contrast),
        new Saturation(saturation),
        new Hue(hue));
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    List<Augmentation> parts = parts(brightness, contrast, saturation, hue);
    for (int next : random.permutation(parts.size())) {
      parts.get(next).apply(image, random.fork(next + 1));
    }
  }
}
