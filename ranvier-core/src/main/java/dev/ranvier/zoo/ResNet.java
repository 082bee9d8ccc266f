package dev.ranvier.zoo;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.GlobalAveragePool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.HeNormal;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.BatchNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks.
 *
 * <p>Source: He, Zhang, Ren and Sun, 2016 (arXiv 1512.03385).
 */
public final class ResNet {
  private ResNet() {}

  /**
   * ResNet-18 for images of about 32×32 cells: a 3×3 stem without pooling, then four stages of two
   * blocks with 64, 128, 256 and 512 filters. 11,173,962 parameters for RGB images and 10 classes.
   *
   * @param classes the number of classes
   */
  public static Layer small18(int classes) {
    List<Layer> layers = new ArrayList<>(List.of(convolution(64, 3, 1), new BatchNorm()));
    layers.add(new Relu());
    int channels = 64;
    for (int filters : new int[] {64, 128, 256, 512}) {
      for (int stride : new int[] {filters == 64 ? 1 : 2, 1}) {
        layers.add(block(filters, stride, channels));
        layers.add(new Relu());
        channels = filters;
      }
    }
    layers.add(new GlobalAveragePool2d());
    layers.add(new Dense(classes));
    return new Sequential(layers);
  }

  /** Two 3×3 convolutions and a shortcut, which projects where the shape changes. */
  private static Layer block(int filters, int stride, int channels) {
    Residual block =
        new Residual(
            new Sequential(
                convolution(filters, 3, stride),
                new BatchNorm(),
                new Relu(),
                convolution(filters, 3, 1),
                new BatchNorm()));
    return stride == 1 && channels == filters
        ? block
        : block.withShortcut(new Sequential(convolution(filters, 1, stride), new BatchNorm()));
  }

  private static Layer convolution(int filters, int kernel, int stride) {
    return new Conv2d(filters, kernel)
        .withStride(stride)
        .withPadding(PaddingRule.of(kernel / 2))
        .withBias(false)
        .withWeights(new HeNormal());
  }
}
