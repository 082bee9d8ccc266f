package dev.ranvier.zoo;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.Normal;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.normalization.LocalResponseNorm;

/**
 * Caffe's {@code cifar10_full}, a small network for images of 32×32 cells.
 *
 * <p>Source: the example of that name in Caffe, after Krizhevsky's cuda-convnet.
 */
public final class Cifar10Full {
  private Cifar10Full() {}

  /**
   * Three 5×5 convolutions with overlapping pooling and local response norms within channels, and
   * one dense layer. 89,578 parameters for RGB images and 10 classes.
   *
   * @param classes the number of classes
   */
  public static Layer network(int classes) {
    return new Sequential(
        convolution(32, 1e-4),
        new MaxPool2d(3).withStride(2).withCeil(true),
        new Relu(),
        norm(),
        convolution(32, 0.01),
        new Relu(),
        averages(),
        norm(),
        convolution(64, 0.01),
        new Relu(),
        averages(),
        new Flatten(),
        new Dense(classes).withWeights(new Normal(0.01)));
  }

  private static Layer convolution(int filters, double deviation) {
    return new Conv2d(filters, 5).withPadding(PaddingRule.of(2)).withWeights(new Normal(deviation));
  }

  private static Layer averages() {
    return new AveragePool2d(3).withStride(2).withCeil(true);
  }

  private static Layer norm() {
    return new LocalResponseNorm(3).withAlpha(5e-5).withWithinChannel(true);
  }
}
