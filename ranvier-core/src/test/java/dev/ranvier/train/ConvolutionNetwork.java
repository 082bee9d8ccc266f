package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Residual;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;

/** A network with all that large ones have, and its examples, for tests of how steps run. */
final class ConvolutionNetwork {
  private static final int CLASSES = 10;

  private ConvolutionNetwork() {}

  static Model model() {
    Conv2d convolution = new Conv2d(16, 3).withPadding(PaddingRule.SAME).withBias(false);
    return new Model(
        TensorType.f32(8, 8, 3),
        new Sequential(
            convolution,
            new BatchNorm(),
            new Relu(),
            new Residual(
                new Sequential(
                    convolution, new BatchNorm(), new Relu(), convolution, new BatchNorm())),
            new Relu(),
            new MaxPool2d(2),
            new Conv2d(32, 3).withPadding(PaddingRule.SAME),
            new BatchNorm(),
            new Relu(),
            new Flatten(),
            new Dropout(0.2),
            new Dense(128),
            new Relu(),
            new Dense(CLASSES)),
        1);
  }

  /** So many examples, the same each time. */
  static Batch batch(int size) {
    CounterRandom random = new CounterRandom(1);
    Tensor inputs = Tensor.zeros(TensorType.f32(size, 8, 8, 3));
    for (int i = 0; i < inputs.shape().elements(); i++) {
      inputs.setDouble(i, random.uniform(i));
    }
    Tensor targets = Tensor.zeros(TensorType.i32(size));
    for (int i = 0; i < size; i++) {
      targets.setDouble(i, random.fork(1).below(CLASSES, i));
    }
    return new Batch(inputs, targets, size);
  }

  static TrainingStep step(Engine engine, int batch) {
    return new TrainingStep(engine, model(), new SoftmaxCrossEntropy(), new Adam(), batch, 1);
  }
}
