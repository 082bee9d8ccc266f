package dev.ranvier.data.augment;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;

/**
 * Makes a random rectangle of some images black, as torchvision's {@code RandomErasing}: its area
 * is evenly distributed between two parts of the image's, the logarithm of the ratio of its sides
 * between those of 0.3 and 3.3; where ten draws do not fit, nothing is erased. Source: Zhong et
 * al., 2017 (arXiv 1708.04896).
 *
 * @param probability how often; from 0 to 1
 * @param least the least part of the area; above 0
 * @param most the largest part of the area; at most 1
 */
public record RandomErasing(double probability, double least, double most) implements Augmentation {
  private static final int DRAWS = 10;
  private static final double RATIO_FROM = 0.3;
  private static final double RATIO_TO = 3.3;

  /** Every other image, from 0.02 to 0.33 of the area. */
  public RandomErasing() {
    this(0.5, 0.02, 0.33);
  }

  /** Checks the settings. */
  public RandomErasing {
    Settings.probability("random-erasing", "probability", probability);
    Settings.share("random-erasing", "least", least);
    Settings.share("random-erasing", "most", most);
    Settings.range("random-erasing", "least", least, "most", most);
  }

  /** The same with another probability. */
  public RandomErasing withProbability(double other) {
    return new RandomErasing(other, least, most);
  }

  /** The same with another least area. */
  public RandomErasing withLeast(double other) {
    return new RandomErasing(probability, other, most);
  }

  /** The same with another largest area. */
  public RandomErasing withMost(double other) {
    return new RandomErasing(probability, least, other);
  }

  @Override
  public void apply(ImageBuffer image, CounterRandom random) {
    if (random.uniform(0) >= probability) {
      return;
    }
    double area = (double) image.height() * image.width();
    double from = Math.log(RATIO_FROM);
    double to = Math.log(RATIO_TO);
    for (int draw = 0; draw < DRAWS; draw++) {
      double part = area * (least + (most - least) * random.uniform(4 * draw + 1));
      double sides = Math.exp(from + (to - from) * random.uniform(4 * draw + 2));
      int height = (int) Math.round(Math.sqrt(part * sides));
      int width = (int) Math.round(Math.sqrt(part / sides));
      if (width >= 1 && height >= 1 && width < image.width() && height < image.height()) {
        int left = random.below(image.width() - width + 1, 4 * draw + 3);
        int top = random.below(image.height() - height + 1, 4 * draw + 4);
        Rectangles.blacken(image, left, top, width, height);
        return;
      }
    }
  }
}
