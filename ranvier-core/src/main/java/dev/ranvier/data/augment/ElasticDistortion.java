package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import java.util.Arrays;

/**
 * Moves every pixel by a smooth random field, as an unsteady hand would (P. Simard, D. Steinkraus
 * and J. Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
 * Analysis", ICDAR 2003).
 *
 * <p>{@code d = alpha · (G_sigma ∗ u)} for each direction, u evenly distributed in [−1, 1) for each
 * pixel, G a Gaussian of sum 1 (0 is taken outside the image). The paper uses sigma 4 and alpha 34
 * for 28 × 28 digits: moves of about 1.4 pixels.
 *
 * @param sigma the smoothness in pixels; above 0 and at most 1000
 * @param alpha the strength in pixels; at least 0
 */
public record ElasticDistortion(double sigma, double alpha) implements Augmentation {
  private static final int MAX_SIGMA = 1000;
  private static final float TO_SYMMETRIC = 0x1p-15f;

  /** Refuses ranges without sense. */
  public ElasticDistortion {
    Settings.positive("elastic-distortion", "sigma", sigma);
    Settings.notNegative("elastic-distortion", "alpha", alpha);
    if (sigma > MAX_SIGMA) {
      throw new IllegalArgumentException(
          "elastic-distortion: sigma must be at most " + MAX_SIGMA + " pixels, got " + sigma);
    }
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    float[] dx = image.plane(0);
    float[] dy = image.plane(1);
    for (int i = 0; i < dx.length; i++) {
      int bits = random.bits(i); // both directions from one draw: 16 bits are plenty
      dx[i] = (short) bits * TO_SYMMETRIC;
      dy[i] = (bits >> 16) * TO_SYMMETRIC;
    }
    float[] weights = gaussian();
    blur(dx, image, weights);
    blur(dy, image, weights);
    image.warp(dx, dy);
  }

  /** Half of the bell, from the middle outwards; the whole has the sum √alpha. */
  private float[] gaussian() {
    float[] weights = new float[(int) Math.ceil(3 * sigma) + 1];
    double sum = 0;
    for (int tap = 0; tap < weights.length; tap++) {
      double weight = Math.exp(-(double) tap * tap / (2 * sigma * sigma));
      weights[tap] = (float) weight;
      sum += tap == 0 ? weight : 2 * weight;
    }
    for (int tap = 0; tap < weights.length; tap++) {
      weights[tap] *= (float) (Math.sqrt(alpha) / sum);
    }
    return weights;
  }

  /** Convolves a field with the bell in both directions. */
  private static void blur(float[] field, ImageBuffer image, float[] weights) {
    int width = image.width();
    int height = image.height();
    float[] half = image.plane(2);
    float[] moved = image.plane(3);
    // Both passes blur along the columns, where whole rows are added at once; between them the
    // field is transposed. The noise is alike in all directions, so it may begin transposed.
    blurColumns(field, half, moved, height, weights);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        field[row * width + column] = half[column * height + row];
      }
    }
    blurColumns(field, half, moved, width, weights);
    System.arraycopy(half, 0, field, 0, half.length);
  }

  private static void blurColumns(
      float[] from, float[] to, float[] moved, int width, float[] weights) {
    Arrays.fill(to, 0);
    int length = from.length;
    for (int tap = 0; tap < weights.length && tap * width < length; tap++) {
      int kept = length - tap * width;
      // Copied first so that the sum runs over equal places of two arrays: only then can the
      // just-in-time compiler be sure that it may add several at once.
      Arrays.fill(moved, 0, length - kept, 0);
      System.arraycopy(from, 0, moved, length - kept, kept);
      addScaled(moved, to, weights[tap]);
      if (tap > 0) {
        System.arraycopy(from, length - kept, moved, 0, kept);
        Arrays.fill(moved, kept, length, 0);
        addScaled(moved, to, weights[tap]);
      }
    }
  }

  private static void addScaled(float[] from, float[] to, float weight) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * from[i];
    }
  }
}
