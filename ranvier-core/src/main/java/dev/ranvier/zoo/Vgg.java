package dev.ranvier.zoo;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.HeNormal;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.BatchNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of stacked 3×3 convolutions.
 *
 * <p>Source: Simonyan and Zisserman, 2015 (arXiv 1409.1556).
 */
public final class Vgg {
  private static final int[] FILTERS = {64, 128, 256, 512, 512};
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};

  private Vgg() {}

  /**
   * VGG-16 for images of 32×32 cells: batch normalization after each of the thirteen convolutions,
   * and one dense layer instead of three. 14,724,042 parameters for RGB images and 10 classes.
   *
   * @param classes the number of classes
   */
  public static Layer small16(int classes) {
    List<Layer> layers = new ArrayList<>();
    for (int stage = 0; stage < FILTERS.length; stage++) {
      for (int i = 0; i < CONVOLUTIONS[stage]; i++) {
        layers.add(
            new Conv2d(FILTERS[stage], 3)
                .withPadding(PaddingRule.of(1))
                .withBias(false)
                .withWeights(new HeNormal()));
        layers.add(new BatchNorm());
        layers.add(new Relu());
      }
      layers.add(new MaxPool2d(2));
    }
    layers.add(new Flatten());
    layers.add(new Dense(classes));
    return new Sequential(layers);
  }
}
