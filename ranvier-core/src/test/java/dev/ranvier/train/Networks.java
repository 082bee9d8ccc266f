package dev.ranvier.train;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.BatchNorm;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Conv2d;
import dev.ranvier.nn.Dense;
import dev.ranvier.nn.Dropout;
import dev.ranvier.nn.Flatten;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.MaxPool2d;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.PaddingRule;
import dev.ranvier.nn.Relu;
import dev.ranvier.nn.Sequential;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Networks of the usual shapes, for tests of memory. */
final class Networks {
  private Networks() {}

  /** y = relu(inner(x) + x), with a 1 x 1 convolution on x where sizes differ. */
  record Residual(Layer inner, int filters, int stride) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      Node y = context.child(inner, x);
      Node skip =
          y.shape().equals(x.shape())
              ? x
              : context.child(
                  new Sequential(
                      new Conv2d(filters, 1).withStride(stride).withBias(false), new BatchNorm()),
                  x);
      return new dev.ranvier.op.Relu().apply(Ops.add(y, skip));
    }
  }

  static Model mlp() {
    return new Model(
        TensorType.f32(784),
        new Sequential(new Dense(300), new Relu(), new Dense(100), new Relu(), new Dense(10)),
        0);
  }

  static Model lenet() {
    return new Model(
        TensorType.f32(28, 28, 1),
        new Sequential(
            new Conv2d(32, 5).withPadding(PaddingRule.SAME),
            new Relu(),
            new MaxPool2d(2),
            new Conv2d(64, 5).withPadding(PaddingRule.SAME),
            new Relu(),
            new MaxPool2d(2),
            new Flatten(),
            new Dense(512),
            new Relu(),
            new Dropout(0.5),
            new Dense(10)),
        0);
  }

  /** ResNet-18's form, with so many channels in its first stage. */
  static Model resnet(int width) {
    List<Layer> layers = new ArrayList<>(convolution(width, 1));
    layers.add(new Relu());
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        int filters = width << stage;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        List<Layer> inner = new ArrayList<>(convolution(filters, stride));
        inner.add(new Relu());
        inner.addAll(convolution(filters, 1));
        layers.add(new Residual(sequential(inner), filters, stride));
      }
    }
    layers.add(new Flatten());
    layers.add(new Dense(10));
    return new Model(TensorType.f32(32, 32, 3), sequential(layers), 0);
  }

  /**
   * VGG-16's form with batch norm and one dense layer, with so many channels in its first stage.
   */
  static Model vgg(int width) {
    List<Layer> layers = new ArrayList<>();
    int[] depths = {2, 2, 3, 3, 3};
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 0; i < depths[stage]; i++) {
        layers.addAll(convolution(width << Math.min(stage, 3), 1));
        layers.add(new Relu());
      }
      layers.add(new MaxPool2d(2));
    }
    layers.add(new Flatten());
    layers.add(new Dense(10));
    return new Model(TensorType.f32(32, 32, 3), sequential(layers), 0);
  }

  /** So many convolutions of one size, each followed by a ReLU. */
  static Model chain(int depth) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(new Conv2d(8, 3).withPadding(PaddingRule.SAME));
      layers.add(new Relu());
    }
    layers.add(new Flatten());
    layers.add(new Dense(4));
    return new Model(TensorType.f32(12, 12, 1), sequential(layers), 0);
  }

  private static List<Layer> convolution(int filters, int stride) {
    return List.of(
        new Conv2d(filters, 3).withStride(stride).withPadding(PaddingRule.SAME).withBias(false),
        new BatchNorm());
  }

  private static Layer sequential(List<Layer> layers) {
    return new Sequential(layers);
  }
}
